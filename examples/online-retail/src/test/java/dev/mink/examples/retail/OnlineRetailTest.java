package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnlineRetailTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void keep_out_of_the_users_cache() {
        environment.put("XDG_CACHE_HOME", directory.toString());
        environment.put("LOCALAPPDATA", directory.toString());
    }

    @Test
    void the_sample_is_reported_as_JSON_however_often() {
        String dir = directory.resolve("data").toString();

        assertThat(run("--json", "--data-dir", dir)).isZero();
        assertThat(out()).isEqualTo(Shop.SAMPLE_JSON + System.lineSeparator());
        assertThat(err()).contains("100 %  5,217 of 5,217 lines, ").doesNotContain("nothing new");

        assertThat(run("--json", "--data-dir", dir)).isZero();
        assertThat(out()).isEqualTo(Shop.SAMPLE_JSON + System.lineSeparator());
        assertThat(err()).contains("100 %  5,217 of 5,217 lines, nothing new");
    }

    @Test
    void a_file_is_reported_alone_and_with_what_was_rejected() throws IOException {
        String dir = directory.resolve("data").toString();
        String bad = row("2").replace(",6,", ",six,");
        Path file = Data.gzippedCsv(directory, row("1"), bad, row("C3").replace(",6,", ",-1,"));
        Path other = Data.csv(directory, row("4"));
        Path rejects = directory.resolve("some").resolve("rejects.csv");

        assertThat(run("--data", other.toString(), "--data-dir", dir)).isZero();
        assertThat(out()).containsPattern("Orders +1 +Lines +1\\R").containsPattern("Rejects +none");
        assertThat(run("--data", file.toString(), "--data-dir", dir, "--rejects", rejects.toString(), "--json"))
                .isZero();

        assertThat(out().strip())
                .isEqualTo("{\"orders\":1,\"creditNotes\":1,\"adjustments\":0,\"lines\":2,\"rejected\":1,"
                        + "\"netTotal\":12.75,\"countries\":{\"United Kingdom\":12.75}}");
        assertThat(rejects)
                .hasContent("line,reason,row\n3,\"Quantity \"\"six\"\" is not a whole number\",\"" + bad + "\"\n");
    }

    @Test
    void a_view_that_says_something_else_than_the_events_is_an_error_with_both_figures() throws Exception {
        Path file = Data.csv(directory, row("1"), row("2"));
        String[] arguments = {"--data", file.toString(), "--data-dir", directory.toString()};
        try (EmbeddedServer server = EmbeddedServer.start(directory.resolve("data"))) {
            String url = server.url().jdbc() + "?user=postgres";
            environment.put("DATABASE_URL", url);
            assertThat(run(arguments)).isZero();
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                connection.setSchema(OnlineRetail.schema(DataFile.at(file).survey()));
                assertThat(statement.executeUpdate("update view_sales_per_country_1"
                                + " set document = jsonb_set(document, '{total}', '30.61')"))
                        .isOne();
            }

            assertThat(run(arguments)).isEqualTo(3);
        }

        assertThat(out()).isEmpty();
        assertThat(err())
                .contains("online-retail: the view sales-per-country has 30.61 for United Kingdom,"
                        + " but the events come to 30.60: import the data anew with another --data-dir");
    }

    @Test
    void help_is_given() {
        assertThat(run("--data", "nowhere", "--help")).isZero();
        assertThat(out()).isEqualTo(Options.HELP + System.lineSeparator());
        assertThat(out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(err()).isEmpty();
    }

    @Test
    void an_unknown_option_is_refused() {
        assertRefused("online-retail: unknown option \"--jason\": --help shows those there are", "--jason");
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertRefused(
                "online-retail: there is no file nowhere.csv: give the path of the data with --data",
                "--data",
                "nowhere.csv");
    }

    @Test
    void a_directory_is_not_a_file() {
        assertRefused("online-retail: cannot read " + directory + " (", "--data", directory.toString());
    }

    @Test
    void a_file_with_another_header_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("other.csv"), "id\tname\n1\tAnn\n");

        assertRefused(
                "online-retail: " + file + " begins with \"id?name\" instead of the header InvoiceNo,",
                "--data",
                file.toString());
    }

    @Test
    void a_file_that_is_not_whole_is_refused() throws IOException {
        Path whole = Data.gzippedCsv(directory, row("1"), row("2"));
        byte[] bytes = Files.readAllBytes(whole);
        Path file = Files.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length - 12));

        assertRefused("online-retail: cannot read " + file + " (", "--data", file.toString());
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.csv"));

        assertRefused(
                "online-retail: " + file + " begins with nothing instead of the header", "--data", file.toString());
    }

    @Test
    void a_database_that_does_not_answer_is_refused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            environment.put("DATABASE_URL", "postgres://ann:secret@localhost:" + socket.getLocalPort() + "/shop");
        }

        assertRefused("online-retail: the database postgres://localhost:");
        assertThat(err())
                .contains("or unset DATABASE_URL to use an embedded server")
                .doesNotContain("secret");
    }

    @Test
    void a_database_of_another_kind_is_refused() {
        environment.put("DATABASE_URL", "mysql://localhost/shop");

        assertRefused(
                "online-retail: DATABASE_URL \"mysql://localhost/shop\" is not a PostgreSQL URL: write postgres://");
    }

    @Test
    void a_data_directory_that_cannot_be_one_is_refused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused("online-retail: cannot write the file " + file, "--data-dir", file.toString());
        assertRefused(
                "online-retail: cannot use the directory " + file,
                "--data-dir",
                file.toString(),
                "--rejects",
                directory.resolve("rejects.csv").toString());
    }

    @Test
    void a_server_that_does_not_start_says_why() throws IOException {
        Path dir = directory.resolve("data");
        try (ServerDirectory server = ServerDirectory.open(dir)) {
            Path cluster = Files.createDirectory(server.path().resolve("cluster-broken"));
            Files.createFile(cluster.resolve("somebodys.file"));
            server.keep(cluster);
        }

        assertRefused("online-retail: the embedded PostgreSQL does not start in " + dir, "--data-dir", dir.toString());
        assertThat(err()).contains("exists but is not empty", "--data-dir", "DATABASE_URL");
    }

    @Test
    void a_data_directory_belongs_to_one_program_at_a_time() {
        Path dir = directory.resolve("data");
        try (ServerDirectory used = ServerDirectory.open(dir)) {
            assertThat(used.path()).isDirectory();

            assertRefused(
                    "online-retail: another program uses " + dir + ": wait until it ends",
                    "--data-dir",
                    dir.toString());
        }
    }

    private void assertRefused(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err().strip()).startsWith(message).hasLineCount(1).doesNotContain("Exception");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            return new OnlineRetail(environment, outStream, errStream).run(arguments);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
