package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fanwire.schemas.EventBodies.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An event as XML 1.0: the members of the envelope as elements of {@code <event>}. JSON in it becomes elements too: those of an object have its
 * names, or are {@code <member name="…">} where a name is none of XML, those of a list are {@code <item>}, null has {@code nil="true"}; JSON that is nested very deep stands there as other data does. What XML
 * cannot have (control characters, half a character) is U+FFFD. Writes one document.
 */
final class XmlBody {
    private static final String CONTENT_TYPE = "application/xml";
    private static final String ROOT = "event";
    private static final String ITEM = "item";
    private static final String MEMBER = "member";
    private static final String REPLACED = "\uFFFD";
    private static final int DEEPEST = 1_000;
    private static final Pattern NAME = Pattern.compile("(?![Xx][Mm][Ll])[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern IMPOSSIBLE =
            Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");
    private static final XMLOutputFactory XML = XMLOutputFactory.newInstance();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter out;

    private XmlBody() throws XMLStreamException {
        out = XML.createXMLStreamWriter(bytes, UTF_8.name());
    }

    static Body envelope(Event event, EventData data) {
        return written(event, document -> {
            document.out.writeStartElement(ROOT);
            document.text("type", event.type());
            document.text("timestamp", event.time().toString());
            document.text("tenantId", event.tenant());
            if (data.json() && !deep(data.bytes())) {
                document.json("data", data.bytes());
            } else {
                document.text("contentType", data.contentType());
                document.text("dataBase64", new String(data.base64(), US_ASCII));
            }
            document.out.writeEndElement();
        });
    }

    /** Of what a transform made: an object with one object in it gives the document its name. */
    static Body made(Event event) {
        byte[] json = event.data().bytes();
        return written(event, document -> document.made(json));
    }

    @FunctionalInterface
    private interface Content {
        void write(XmlBody document) throws XMLStreamException, IOException;
    }

    private static Body written(Event event, Content content) {
        try {
            XmlBody document = new XmlBody();
            document.out.writeStartDocument(UTF_8.name(), "1.0");
            content.write(document);
            document.out.writeEndDocument();
            document.out.close();
            return new Body(CONTENT_TYPE, Payload.of(document.bytes.toByteArray()), event.headers());
        } catch (IOException wrong) {
            throw new UncheckedIOException("it was JSON before", wrong);
        } catch (XMLStreamException wrong) {
            throw new UncheckedIOException("the document cannot be written", new IOException(wrong));
        }
    }

    private void made(byte[] json) throws IOException, XMLStreamException {
        try (JsonParser parser = JsonSyntax.any(json)) {
            if (hasOneObject(json)) {
                parser.nextToken();
                parser.nextToken();
                String name = parser.currentName();
                parser.nextToken();
                value(name, parser);
            } else {
                parser.nextToken();
                value(ROOT, parser);
            }
        }
    }

    private static boolean hasOneObject(byte[] json) throws IOException {
        try (JsonParser parser = JsonSyntax.any(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.FIELD_NAME) {
                return false;
            }
            boolean named = NAME.matcher(parser.currentName()).matches();
            if (parser.nextToken() != JsonToken.START_OBJECT || !named) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == JsonToken.END_OBJECT;
        }
    }

    /** Whether it is nested deeper than anybody's parser of XML goes, or the writer here. */
    private static boolean deep(byte[] json) throws IOException {
        int depth = 0;
        try (JsonParser parser = JsonSyntax.any(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) {
                    return true;
                }
            }
        }
        return false;
    }

    private void json(String name, byte[] json) throws IOException, XMLStreamException {
        try (JsonParser parser = JsonSyntax.any(json)) {
            parser.nextToken();
            value(name, parser);
        }
    }

    private void value(String first, JsonParser parser) throws IOException, XMLStreamException {
        int depth = 0;
        String name = first;
        do {
            switch (parser.currentToken()) {
                case START_OBJECT, START_ARRAY -> {
                    start(name);
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> {
                    out.writeEndElement();
                    depth--;
                }
                default -> {
                    start(name);
                    if (parser.currentToken() == JsonToken.VALUE_NULL) {
                        out.writeAttribute("nil", "true");
                    } else {
                        characters(parser.getText());
                    }
                    out.writeEndElement();
                }
            }
            name = ITEM;
            if (depth > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                name = parser.currentName();
                parser.nextToken();
            }
        } while (depth > 0);
    }

    private void text(String name, String text) throws XMLStreamException {
        start(name);
        characters(text);
        out.writeEndElement();
    }

    /** A carriage return would be read as a line feed, were it not written as a reference. */
    private void characters(String text) throws XMLStreamException {
        String possible = possible(text);
        int from = 0;
        for (int at = possible.indexOf('\r'); at >= 0; at = possible.indexOf('\r', from)) {
            out.writeCharacters(possible.substring(from, at));
            out.writeEntityRef("#13");
            from = at + 1;
        }
        out.writeCharacters(from == 0 ? possible : possible.substring(from));
    }

    private void start(String name) throws XMLStreamException {
        if (NAME.matcher(name).matches()) {
            out.writeStartElement(name);
        } else {
            out.writeStartElement(MEMBER);
            out.writeAttribute("name", possible(name).replaceAll("[\\t\\n\\r]", REPLACED));
        }
    }

    private static String possible(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < Character.MIN_SURROGATE);
        return plain ? text : IMPOSSIBLE.matcher(text).replaceAll(REPLACED);
    }
}
