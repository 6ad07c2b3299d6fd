package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that a generator made of {@code openapi.yaml}, as the build left it, compiles and works. */
class GeneratedClientTest {
    private static final Path GENERATED = Path.of("target/generated-client/src/main/java");
    private static final Path USER = Path.of("src/test/resources/client/UsesClient.java");

    @TempDir
    private Path folder;

    @Test
    void aGeneratedClientSubscribesAndPublishes() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        compile(classes);

        try (TestGateway gateway = new TestGateway(folder);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            List<?> ids = run(loader, "http://127.0.0.1:" + gateway.port());

            assertThat(ids.get(0)).asString().startsWith("sub_");
            Event published = gateway.published.remove();
            assertThat(published.id()).isEqualTo(ids.get(1));
            assertThat(published.type()).isEqualTo("order.paid");
            assertThat(new String(published.data().bytes(), UTF_8)).isEqualTo("{\"amount\":990}");
            assertThat(gateway.request("GET", "/v1/subscriptions/" + ids.get(0), "")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static List<?> run(ClassLoader loader, String url) throws ReflectiveOperationException {
        try {
            return (List<?>) loader.loadClass("UsesClient")
                    .getMethod("run", String.class, String.class)
                    .invoke(null, url, TestGateway.KEY);
        } catch (InvocationTargetException failed) {
            throw new AssertionError("the client failed", failed.getCause());
        }
    }

    private static void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
                Stream<Path> generated = Files.walk(GENERATED)) {
            List<Path> sources = new ArrayList<>(
                    generated.filter(file -> file.toString().endsWith(".java")).toList());
            assertThat(sources).hasSizeGreaterThan(30);
            sources.add(USER);
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean fine = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(fine).as(messages.toString()).isTrue();
        }
    }
}
