package io.fanwire.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker's data folder: held by one process at a time, formatted once, kept over restarts. */
final class EmbeddedBrokerFolder implements AutoCloseable {
    private static final String META = "meta.properties";

    /** The first thing that a broker makes in a folder that was formatted. */
    private static final String METADATA = "__cluster_metadata-0";

    /** Kafka leaves it behind when it stops, and takes it away when it starts. */
    private static final String CLEAN = ".kafka_cleanshutdown";

    private final Path path;
    private final FileChannel lock;

    private EmbeddedBrokerFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static EmbeddedBrokerFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    path.resolve(".fanwire.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                throw new EmbeddedBrokerException("the data folder " + path
                        + " is in use by another broker: stop that one or choose another folder");
            }
            return new EmbeddedBrokerFolder(path, channel);
        } catch (IOException e) {
            throw new EmbeddedBrokerException("the data folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldInThisProcess) {
            return Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    /** Whether the broker that had it last did not stop in good order. To be asked while none has it. */
    boolean killed() {
        return Files.exists(path.resolve(METADATA)) && !Files.exists(path.resolve(CLEAN));
    }

    /** Formats the folder unless it is; returns the id of its cluster. */
    String clusterId() {
        Path written = path.resolve(META);
        try {
            if (!Files.exists(written)) {
                format();
            }
            Properties meta = new Properties();
            try (InputStream in = Files.newInputStream(written)) {
                meta.load(in);
            }
            return Optional.ofNullable(meta.getProperty("cluster.id"))
                    .orElseThrow(() -> new EmbeddedBrokerException(written + " names no cluster.id"));
        } catch (IOException e) {
            throw new EmbeddedBrokerException("the data folder " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void format() {
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(EmbeddedBrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(path.toString())
                    .setControllerListenerName(EmbeddedBrokerSettings.CONTROLLER_LISTENER)
                    .setPrintStream(quiet)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedBrokerException("the data folder " + path + " cannot be formatted: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedBrokerException("the lock of " + path + " cannot be given back: " + e.getMessage(), e);
        }
    }
}
