package io.fanwire.schemas;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** A registry that fails every question in one way, as the HTTP client reports it. */
final class FailingRegistry extends MockSchemaRegistryClient {
    private final Exception failure;

    FailingRegistry(Exception failure) {
        this.failure = failure;
    }

    /** What an HTTP answer of this status becomes. */
    static FailingRegistry answering(int status) {
        return new FailingRegistry(new RestClientException("status " + status, status, status * 100));
    }

    @Override
    public ParsedSchema getSchemaById(int id) throws IOException, RestClientException {
        throw fail();
    }

    @Override
    public ParsedSchema getSchemaBySubjectAndId(String subject, int id) throws IOException, RestClientException {
        throw fail();
    }

    @Override
    public int getId(String subject, ParsedSchema schema) throws IOException, RestClientException {
        throw fail();
    }

    @Override
    public int getId(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
        throw fail();
    }

    private IllegalStateException fail() throws IOException, RestClientException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RestClientException rest) {
            throw rest;
        }
        return new IllegalStateException(failure);
    }
}
