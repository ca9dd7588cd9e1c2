package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.logging.LogLevel;
import dev.memoryservice.crds.v1alpha1.logging.LoggingSpec;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much the server logs, in a file that it follows without a restart; absent where it logs as it does by itself. */
@Singleton
public class LogLevelsDependent extends OwnedDependent<ConfigMap> {

    LogLevelsDependent() {
        super(ConfigMap.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.logLevels(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        LoggingSpec logging = service.declared().logging();
        return Presence.of(
                logging.level() != LogLevel.INFO || !logging.categories().isEmpty());
    }

    @Override
    protected ConfigMap desired(MemoryService service, Context<MemoryService> context) {
        LoggingSpec logging = service.declared().logging();
        String lines = Stream.concat(
                        Stream.of("root=" + logging.level()),
                        logging.categories().entrySet().stream()
                                .map(category -> category.getKey() + "=" + category.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
        return new ConfigMapBuilder()
                .withMetadata(metadata(service))
                .withData(Map.of("levels", lines))
                .build();
    }
}
