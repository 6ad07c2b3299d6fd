package io.fanwire.local.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Plain HTTP to a registry: what a person with curl would see. */
record RegistryHttp(String url) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    record Reply(int status, String body, String contentType) {}

    Reply get(String path) {
        return send("GET", path, "", RegistryServer.CONTENT_TYPE);
    }

    Reply delete(String path) {
        return send("DELETE", path, "", RegistryServer.CONTENT_TYPE);
    }

    Reply post(String path, String body) {
        return send("POST", path, body, RegistryServer.CONTENT_TYPE);
    }

    Reply put(String path, String body) {
        return send("PUT", path, body, RegistryServer.CONTENT_TYPE);
    }

    Reply send(String method, String path, String body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", contentType)
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Reply(response.statusCode(), response.body(), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
