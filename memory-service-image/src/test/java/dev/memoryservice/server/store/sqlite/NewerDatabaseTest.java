package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewerDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void oneOfANewerServerIsRenamedWithAllThatIsInIt() throws SQLException {
        Path file = folder.resolve("memory.db");
        write(file, Schema.version() + 1);

        Path aside = NewerDatabase.setAside(file).orElseThrow();

        assertThat(file).doesNotExist();
        assertThat(aside).hasParent(folder);
        try (Session session = Session.open(aside, Session.Mode.WRITE, Pragmas.NONE)) {
            assertThat(session.number(0, "SELECT count(*) FROM kept")).isEqualTo(1);
        }
    }

    @Test
    void oneThatThisServerCanUseStaysAndSoDoesNone() throws SQLException {
        Path file = folder.resolve("memory.db");
        assertThat(NewerDatabase.setAside(file)).isEmpty();
        write(file, Schema.version());

        assertThat(NewerDatabase.setAside(file)).isEmpty();

        assertThat(file).exists();
    }

    private static void write(Path file, int version) throws SQLException {
        try (Session session = Session.open(file, Session.Mode.WRITE, Pragmas.NONE)) {
            session.execute("CREATE TABLE kept (value TEXT)");
            session.execute("INSERT INTO kept VALUES ('x')");
            session.execute("PRAGMA user_version = " + version);
        }
    }
}
