package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription.Format;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class XmlBodyTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String START = HEAD
            + "<event><type>order.paid</type><timestamp>2026-01-02T03:04:05.678Z</timestamp><tenantId>acme</tenantId>";

    private static Event event(Optional<String> contentType, String data) {
        return new Event(
                "acme",
                "orders",
                "evt_1",
                "order.paid",
                "/shop",
                Records.NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                contentType,
                Map.of(),
                Map.of("X-Env", "prod"),
                Payload.utf8(data));
    }

    private static String xml(String json) {
        return text(new EventBodies(event(Optional.of("application/json"), json)).in(Format.XML));
    }

    private static String made(String json) {
        return text(EventBodies.ofMade(event(Optional.empty(), ""), 0, Payload.utf8(json))
                .in(Format.XML));
    }

    private static String text(EventBodies.Body body) {
        assertThat(body.contentType()).isEqualTo("application/xml");
        assertThat(body.headers()).containsEntry("X-Env", "prod");
        return new String(body.bytes().bytes(), UTF_8);
    }

    @Test
    void theMembersOfTheEnvelopeAreElements() {
        assertThat(xml("{\"n\":1.50,\"ok\":true,\"none\":null,\"l\":[\"a\",{\"b\":[]}],\"e\":{}}"))
                .isEqualTo(START + "<data><n>1.50</n><ok>true</ok><none nil=\"true\"></none>"
                        + "<l><item>a</item><item><b></b></item></l><e></e></data></event>");
        assertThat(xml("[1,2]")).isEqualTo(START + "<data><item>1</item><item>2</item></data></event>");
        assertThat(xml("\"x\"")).isEqualTo(START + "<data>x</data></event>");
    }

    @Test
    void otherDataIsBase64() {
        assertThat(text(new EventBodies(event(Optional.of("text/csv"), "a;b")).in(Format.XML)))
                .isEqualTo(START + "<contentType>text/csv</contentType><dataBase64>YTti</dataBase64></event>");
    }

    @Test
    void whatATransformMakesMayNameTheDocument() {
        assertThat(made("{\"order\":{\"id\":\"1\"}}")).isEqualTo(HEAD + "<order><id>1</id></order>");
        assertThat(made("{\"order\":{\"id\":\"1\"},\"more\":1}"))
                .isEqualTo(HEAD + "<event><order><id>1</id></order><more>1</more></event>");
        assertThat(made("{\"order\":1}")).isEqualTo(HEAD + "<event><order>1</order></event>");
        assertThat(made("{\"1\":{}}")).isEqualTo(HEAD + "<event><member name=\"1\"></member></event>");
        assertThat(made("[]")).isEqualTo(HEAD + "<event></event>");
    }

    @Test
    void nothingInItIsMarkup() throws Exception {
        String json =
                "{\"a\":\"<b>&amp; ]]> \\u0000\\u0008\\ud83d \uD83D\uDE80\",\"<x>\":1,\"xmlns\":2,\"a b\":3,\"\":4,\"q\\\"&\":5}";

        Document read = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml(json).getBytes(UTF_8)));

        Element data = (Element) read.getElementsByTagName("data").item(0);
        assertThat(data.getElementsByTagName("a").item(0).getTextContent())
                .isEqualTo("<b>&amp; ]]> \uFFFD\uFFFD\uFFFD \uD83D\uDE80");
        assertThat(data.getElementsByTagName("member").getLength()).isEqualTo(5);
        assertThat(((Element) data.getElementsByTagName("member").item(4)).getAttribute("name"))
                .isEqualTo("q\"&");
    }

    @Test
    void aCarriageReturnStaysOne() {
        assertThat(xml("\"a\\r\\nb\\r\"")).isEqualTo(START + "<data>a&#13;\nb&#13;</data></event>");
        assertThat(xml("{\"a\\nb\":1}")).contains("<member name=\"a\uFFFDb\">");
    }

    @Test
    void whatIsNestedVeryDeepIsBase64() {
        assertThat(xml("[".repeat(1_000) + "]".repeat(1_000)))
                .contains("<data><item>")
                .doesNotContain("Base64");
        assertThat(xml("[".repeat(1_001) + "]".repeat(1_001)))
                .contains("<contentType>application/json</contentType><dataBase64>W1tb");
        assertThat(xml("[".repeat(100_000) + "]".repeat(100_000))).contains("<dataBase64>W1tb");
    }
}
