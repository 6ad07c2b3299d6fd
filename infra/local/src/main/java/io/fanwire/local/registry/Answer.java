package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** What a call is answered with: a status and a JSON body. */
record Answer(int status, JsonNode body) {
    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    static Answer ok(Object value) {
        return ok(RegistryCodec.JSON.<JsonNode>valueToTree(value));
    }

    /** An error of the protocol: its first three digits are the HTTP status. */
    static Answer error(int code, String message) {
        int status = code < 1000 ? code : code / 100;
        return new Answer(status, RegistryCodec.object().put("error_code", code).put("message", message));
    }

    static Answer noSubject(String subject) {
        return error(40401, "Subject '" + subject + "' not found.");
    }

    static Answer noVersion(String version) {
        return error(40402, "Version " + version + " not found.");
    }

    static Answer noSchema() {
        return error(40403, "Schema not found");
    }

    static Answer invalidSchema(String why) {
        return error(42201, "Invalid schema: " + why);
    }

    static Answer notPermitted(String why) {
        return error(42205, why);
    }
}
