package io.fanwire.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What a local platform keeps: the broker's log, the platform key, the key set of secrets, and while it runs its endpoints. Locked
 * against a second platform.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String KEY = "bootstrap-key";
    private static final String ENDPOINTS = "endpoints.json";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder where needed and locks it. */
    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lock = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw inUse(path);
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
            return new DataFolder(path.toAbsolutePath().normalize(), lock);
        } catch (IOException e) {
            throw new LocalException(
                    "the data folder " + path + " cannot be used: " + e.getMessage(),
                    "choose another with --data DIR or FANWIRE_DATA_DIR",
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static LocalException inUse(Path path) throws IOException {
        String pid = Files.readString(path.resolve(LOCK), UTF_8).strip();
        return new LocalException(
                "the data folder " + path + " is in use by another fanwire" + (pid.isEmpty() ? "" : ", process " + pid),
                "stop that one first, or choose another folder with --data DIR");
    }

    public Path path() {
        return path;
    }

    Path broker() {
        return path.resolve("kafka");
    }

    Path routerState() {
        return path.resolve("router");
    }

    Path dispatcherState() {
        return path.resolve("dispatcher");
    }

    /** The key set of a folder's secrets. */
    public static Path keyset(Path folder) {
        return folder.resolve("secrets-keyset.json");
    }

    /** The file of the platform key. */
    public Path keyFile() {
        return path.resolve(KEY);
    }

    /** The key that is given, else the one kept, else a new one; kept from now on. */
    String key(Optional<String> given) {
        try {
            Path file = keyFile();
            String kept = Files.exists(file) ? Files.readString(file, UTF_8).strip() : "";
            String key = given.orElseGet(() -> kept.isEmpty() ? PlatformKey.make() : kept);
            if (!key.equals(kept)) {
                writePrivately(file, key + "\n");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("the platform key cannot be kept in " + path, e);
        }
    }

    void publish(Endpoints endpoints) {
        try {
            writePrivately(path.resolve(ENDPOINTS), endpoints.toJson() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoints cannot be written to " + path, e);
        }
    }

    /** Where the platform of a folder listens; empty when none runs there. */
    public static Optional<Endpoints> endpoints(Path folder) {
        try {
            return Endpoints.fromJson(Files.readString(folder.resolve(ENDPOINTS), UTF_8))
                    .filter(Endpoints::alive);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Readable by the owner alone, and never half written. */
    private static void writePrivately(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, ".new", "");
        if (folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(temporary, text, UTF_8);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes the endpoints away and lets the next platform in. */
    @Override
    public void close() {
        try (lock) {
            Files.deleteIfExists(path.resolve(ENDPOINTS));
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + path + " was not closed cleanly", e);
        }
    }
}
