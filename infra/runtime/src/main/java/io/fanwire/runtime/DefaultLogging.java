package io.fanwire.runtime;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * What Logback finds when it starts, so that nothing ever logs at DEBUG by default: the environment's format and level,
 * AUTO and INFO where it has none. Ranks below a {@code logback.xml}, which an operator may bring, and above Logback's own
 * fallback.
 */
@ConfiguratorRank(-5)
public final class DefaultLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Map<String, String> environment = System.getenv();
        LogFormat format = LogFormat.AUTO;
        Level level = Level.INFO;
        try {
            format = Logging.read(environment, Logging.FORMAT_VARIABLE, LogFormat.values())
                    .orElse(format);
            level = Logging.read(environment, Logging.LEVEL_VARIABLE, Level.values())
                    .orElse(level);
        } catch (SettingsException e) {
            // Told by Logging.configure(environment); Logback would print it on standard output.
        }
        Logging.apply(context, format, level);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
