package io.fanwire.local.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** Subscriptions with a secret of every kind, twenty in all with the access token. */
final class PlantedSecrets {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final RecordedCalls calls;
    private final Canaries secrets;
    private final Canaries controls;
    private final Path folder;
    private final List<String> subscriptions = new ArrayList<>();

    /** {@code controls}: words in places that are no secret; {@code folder}: for the client certificate, for a moment. */
    PlantedSecrets(RecordedCalls calls, Canaries secrets, Canaries controls, Path folder) {
        this.calls = calls;
        this.secrets = secrets;
        this.controls = controls;
        this.folder = folder;
    }

    List<String> subscriptions() {
        return subscriptions;
    }

    /** {@code dead}: a callback that takes nothing. */
    void plant(String url, String dead, String tokenUrl) throws Exception {
        for (int i = 0; i < 3; i++) {
            subscribe("signed" + i, url, s -> s.putObject("signing").put("secret", secrets.signingSecret()));
            subscribe("basic" + i, url, s -> auth(s, "basic")
                    .put("username", "fan")
                    .put("password", secrets.text()));
            subscribe("key" + i, url, s -> auth(s, "apiKey")
                    .put("header", "X-Key")
                    .put("value", secrets.text()));
            subscribe("oauth" + i, url, s -> auth(s, "oauth2")
                    .put("tokenUrl", tokenUrl)
                    .put("clientId", "fan")
                    .put("clientSecret", secrets.text()));
        }
        for (String name : List.of("Authorization", "Cookie", "X-Session-Token")) {
            subscribe("header" + name, url, s -> s.putObject("headers").put(name, secrets.text()));
        }
        subscribe("explicit", url, s -> s.putObject("headers")
                .putObject("X-Plan")
                .put("value", secrets.text())
                .put("secret", true));
        String certificate = clientCertificate();
        String[] parts = certificate.split("\\|", 2);
        subscribe("mtls", url, s -> auth(s, "mtls").put("certificate", parts[0]).put("privateKey", parts[1]));
        subscribe("dead", url, s -> {
            s.putObject("retry").putArray("schedule");
            s.put("url", dead);
            s.putObject("headers").put("X-Token", secrets.text());
        });
        ObjectNode rotation = Json.object().put("secret", secrets.signingSecret());
        calls.showing("POST", "/v1/subscriptions/signed0:rotate-secret", rotation, 200);
        ObjectNode wrong = Json.object().put("url", "https://a.example.org/");
        auth(wrong, "basic").put("username", "a:b").put("password", secrets.text());
        wrong.putObject("headers").put("Host", secrets.text());
        calls.call("PUT", "/v1/subscriptions/wrong", wrong, 422);
    }

    private void subscribe(String id, String url, Consumer<ObjectNode> more) {
        ObjectNode subscription =
                Json.object().put("topic", "orders").put("url", url + id).put("description", controls.text());
        ArrayNode delays = subscription.putObject("retry").putArray("schedule");
        for (int i = 0; i < 5; i++) {
            delays.add("5s");
        }
        more.accept(subscription);
        calls.showing("PUT", "/v1/subscriptions/" + id, subscription, 201);
        subscriptions.add(id);
    }

    private static ObjectNode auth(ObjectNode subscription, String type) {
        return subscription.putObject("auth").put("type", type);
    }

    /** Certificate and key. The key is a number, so it is watched for as bytes. */
    private String clientCertificate() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("client.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=fan",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("no client certificate could be made");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Files.delete(file);
        ECPrivateKey key = (ECPrivateKey) store.getKey("a", PASSWORD);
        byte[] number = key.getS().toByteArray();
        secrets.watch("private key", Arrays.copyOfRange(number, number.length - 24, number.length));
        return pem("CERTIFICATE", store.getCertificate("a").getEncoded()) + "|" + pem("PRIVATE KEY", key.getEncoded());
    }

    /** One line without breaks, so that the key would be found inside. */
    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }
}
