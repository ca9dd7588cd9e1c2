package dev.memoryservice.server.dashboard.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, saying so, where Chromium or its driver is not installed; continuous integration has to have them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsChromium.Condition.class)
@interface NeedsChromium {

    final class Condition implements ExecutionCondition {

        static final List<String> COMMANDS = List.of("chromium", "chromedriver");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing =
                    COMMANDS.stream().filter(name -> find(name).isEmpty()).toList();
            if (missing.isEmpty() || System.getenv("CI") != null) {
                return ConditionEvaluationResult.enabled("Chromium is here, or has to be");
            }
            String reason = "NOT TESTED IN A BROWSER, missing: " + String.join(", ", missing)
                    + "; 'build/prerequisites.sh test' installs what is missing";
            context.publishReportEntry("skipped", reason);
            return ConditionEvaluationResult.disabled(reason);
        }

        static Optional<Path> find(String command) {
            return Stream.of(System.getenv("PATH").split(":"))
                    .map(folder -> Path.of(folder, command))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
