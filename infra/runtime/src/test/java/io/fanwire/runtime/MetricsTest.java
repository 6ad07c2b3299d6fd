package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations, the Prometheus page and JMX. */
class MetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{[^}]*})?) (NaN|[+-]Inf|-?[0-9.eE+-]+)");

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void everyKindIsOnThePageUnderItsName() {
        metrics.counter("demo.errors", "Errors seen.").inc(3);
        metrics.meter("demo.attempts", "Attempts made.").mark(5);
        metrics.gauge("demo.lag", "Records behind.", () -> 1.5);
        metrics.histogram("demo.wait.seconds", "Time waited.", 0.1, 1).observe(0.5);

        Map<String, Double> page = samples(metrics.prometheusText());

        assertThat(page)
                .containsEntry("fanwire_demo_errors_total", 3.0)
                .containsEntry("fanwire_demo_attempts_total", 5.0)
                .containsEntry("fanwire_demo_lag", 1.5)
                .containsEntry("fanwire_demo_wait_seconds_bucket{le=\"0.1\"}", 0.0)
                .containsEntry("fanwire_demo_wait_seconds_bucket{le=\"1.0\"}", 1.0)
                .containsEntry("fanwire_demo_wait_seconds_bucket{le=\"+Inf\"}", 1.0)
                .containsEntry("fanwire_demo_wait_seconds_sum", 0.5)
                .containsEntry("fanwire_demo_wait_seconds_count", 1.0);
    }

    @Test
    void theMeaningIsTheHelp() {
        metrics.counter("demo.errors", "Errors seen.\nTwo lines.");
        metrics.histogram("demo.wait.seconds", "Time waited.");

        assertThat(metrics.prometheusText())
                .contains("# HELP fanwire_demo_errors_total Errors seen.\\nTwo lines.\n")
                .contains("# TYPE fanwire_demo_errors_total counter\n")
                .contains("# HELP fanwire_demo_wait_seconds Time waited.\n")
                .contains("# TYPE fanwire_demo_wait_seconds histogram\n");
    }

    @Test
    void theMetricsOfTheJvmAreThereUnderTheirUsualNames() {
        assertThat(samples(metrics.prometheusText()).keySet())
                .anyMatch(name -> name.startsWith("jvm_memory_used_bytes"))
                .anyMatch(name -> name.startsWith("process_cpu_seconds_total"))
                .allMatch(name -> name.startsWith("jvm_") || name.startsWith("process_"));
    }

    @Test
    void theLastPartOfALabelledNameIsTheLabelsValue() {
        metrics.labelled("demo.responses", "class");
        metrics.counter("demo.responses.2xx", "Responses.").inc();
        metrics.counter("demo.responses.5xx", "Responses.").inc(2);

        String text = metrics.prometheusText();

        assertThat(samples(text))
                .containsEntry("fanwire_demo_responses_total{class=\"2xx\"}", 1.0)
                .containsEntry("fanwire_demo_responses_total{class=\"5xx\"}", 2.0);
        assertThat(text).containsOnlyOnce("# HELP fanwire_demo_responses_total ");
        assertThat(metrics.declared())
                .containsExactly(new Declared("fanwire_demo_responses_total{class}", "counter", "Responses."));
    }

    @Test
    void labelledCountersAreDeclaredBeforeTheFirstIsRaised() {
        metrics.labelledCounters("demo.refused", "code", "Requests refused.");

        assertThat(metrics.declared())
                .containsExactly(new Declared("fanwire_demo_refused_total{code}", "counter", "Requests refused."));
        assertThat(metrics.prometheusText()).doesNotContain("demo_refused");

        metrics.counter("demo.refused.too_large", "Requests refused.").inc();

        assertThat(samples(metrics.prometheusText()))
                .containsEntry("fanwire_demo_refused_total{code=\"too_large\"}", 1.0);
        assertThatThrownBy(() -> metrics.counter("demo.refused.empty", "Something else."))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPartThatIsBuiltAgainGetsTheSameMetrics() {
        for (int i = 0; i < 2; i++) {
            metrics.labelled("demo.responses", "class");
            metrics.counter("demo.responses.2xx", "Responses.").inc();
            metrics.meter("demo.attempts", "Attempts.").mark();
            metrics.histogram("demo.wait.seconds", "Time.").observe(1);
        }

        assertThat(samples(metrics.prometheusText()))
                .containsEntry("fanwire_demo_responses_total{class=\"2xx\"}", 2.0)
                .containsEntry("fanwire_demo_attempts_total", 2.0)
                .containsEntry("fanwire_demo_wait_seconds_count", 2.0);
    }

    @Test
    void theLatestGaugeIsTheOneThatIsRead() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        metrics.gauge("demo.lag", "Lag.", reads::incrementAndGet);
        metrics.gauge("demo.lag", "Lag.", () -> 7);
        metrics.reportToJmx();

        assertThat(samples(metrics.prometheusText())).containsEntry("fanwire_demo_lag", 7.0);
        assertThat(mbeans().getAttribute(new ObjectName("fanwire:name=demo.lag,type=gauges"), "Value"))
                .isEqualTo(7.0);
        assertThat(reads).hasValue(0);
    }

    @Test
    void aGaugeThatFailsDoesNotTakeThePageWithIt() {
        metrics.gauge("demo.lag", "Lag.", () -> {
            throw new IllegalStateException("closed");
        });
        metrics.counter("demo.errors", "Errors.");

        assertThat(samples(metrics.prometheusText()))
                .containsEntry("fanwire_demo_lag", Double.NaN)
                .containsEntry("fanwire_demo_errors_total", 0.0);
    }

    @Test
    void aNameHasOneMeaningAndOneKind() {
        metrics.counter("demo.errors", "Errors.");
        metrics.histogram("demo.wait.seconds", "Time.", 1, 2);

        assertThatThrownBy(() -> metrics.counter("demo.errors", "Mistakes."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Errors.");
        assertThatThrownBy(() -> metrics.meter("demo.errors", "Errors.")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> metrics.gauge("demo.errors", "Errors.", () -> 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> metrics.histogram("demo.wait.seconds", "Time.", 1, 3))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoNamesThatWouldBeOneOnThePageAreRefused() {
        metrics.counter("demo.dead.letters", "Dead letters.");

        assertThatThrownBy(() -> metrics.counter("demo.dead_letters", "Dead letters."))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLabelComesBeforeItsMembersAndNeverOnAHistogram() {
        metrics.counter("demo.responses.2xx", "Responses.");
        metrics.labelled("demo.times", "kind");

        assertThatThrownBy(() -> metrics.labelled("demo.responses", "class")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> metrics.labelled("demo.times", "other")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> metrics.labelled("demo.more", "le-0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.histogram("demo.times.fast", "Times."))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.counter("demo.times", "Times.")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "errors", "Demo.errors", "demo.err-ors", "demo..errors", "demo.errors.total", "demo.x_info"})
    void aNameThatWouldChangeOnThePageIsRefused(String name) {
        assertThatThrownBy(() -> metrics.counter(name, "Errors.")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsDeclaredIsListedInOrder() {
        metrics.histogram("demo.wait.seconds", "Time.");
        metrics.meter("demo.attempts", "Attempts.");
        metrics.gauge("demo.lag", "Lag.", () -> 1);

        assertThat(metrics.declared())
                .containsExactly(
                        new Declared("fanwire_demo_attempts_total", "counter", "Attempts."),
                        new Declared("fanwire_demo_lag", "gauge", "Lag."),
                        new Declared("fanwire_demo_wait_seconds", "histogram", "Time."));
    }

    @Test
    void jmxHasThemWhileItIsAskedTo() throws Exception {
        ObjectName name = new ObjectName("fanwire:name=demo.jmx,type=counters");
        metrics.counter("demo.jmx", "Counted.").inc(4);
        metrics.reportToJmx();

        assertThat(mbeans().getAttribute(name, "Count")).isEqualTo(4L);
        metrics.close();

        assertThat(mbeans().isRegistered(name)).isFalse();
    }

    private static MBeanServer mbeans() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** Every line that is no comment, parsed; a line that cannot be parsed fails the test. */
    private static Map<String, Double> samples(String text) {
        Map<String, Double> found = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = SAMPLE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            String value = matcher.group(2).replace("Inf", "Infinity");
            assertThat(found.put(matcher.group(1), Double.parseDouble(value)))
                    .as("only one line %s", line)
                    .isNull();
        });
        return found;
    }
}
