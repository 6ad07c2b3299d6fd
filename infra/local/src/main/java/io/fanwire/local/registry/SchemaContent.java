package io.fanwire.local.registry;

import java.util.List;

/** What decides a schema's id: its canonical text and what it refers to. */
record SchemaContent(String schema, List<SchemaReference> references) {
    SchemaContent {
        references = List.copyOf(references);
    }
}
