package dev.registrysync.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The real disk, under a process that ends at one of its file operations: that one is not
 * done, or half of it, and none after it. If the power fails, the disk also loses all
 * that was not forced.
 */
public final class HaltingDisk extends FileSystemProvider {

	private final FileSystemProvider disk = FileSystems.getDefault().provider();

	private final FileSystem files = new Files();

	private final @Nullable DurableState durable;

	private final AtomicInteger left;

	/**
	 * A disk under a process that ends.
	 * @param operations how many operations that change something are done before the
	 * process ends
	 */
	public HaltingDisk(int operations) {
		this(operations, null);
	}

	private HaltingDisk(int operations, @Nullable DurableState durable) {
		this.left = new AtomicInteger(operations);
		this.durable = durable;
	}

	/**
	 * A disk whose power fails, at the latest with {@link #losePower}.
	 * @param operations how many operations that change something are done before that
	 * @param root the directory that is watched
	 */
	public static HaltingDisk losingPower(int operations, Path root) {
		try {
			return new HaltingDisk(operations, new DurableState(root));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Takes all from the disk that was not forced.
	 */
	public void losePower() {
		try {
			Objects.requireNonNull(this.durable, "made by losingPower").loseTheRest();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Does it, until it is through or the process ends.
	 * @return whether it came through
	 */
	public boolean run(Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (Halted ex) {
			return false;
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Halted) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * The path on this disk.
	 */
	public Path at(Path path) {
		return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] { Path.class },
				new OnThisDisk(path));
	}

	private static Path real(Path path) {
		return (Proxy.isProxyClass(path.getClass())
				&& Proxy.getInvocationHandler(path) instanceof OnThisDisk onThisDisk) ? onThisDisk.path : path;
	}

	/**
	 * Forces a file or directory to the disk.
	 */
	void force(Path path) throws IOException {
		change();
		if (this.durable != null) {
			this.durable.forced(path);
		}
	}

	/**
	 * An operation that changes something.
	 */
	void change() {
		if (this.left.decrementAndGet() < 0) {
			throw new Halted();
		}
	}

	@Override
	public String getScheme() {
		return "halting";
	}

	@Override
	public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileSystem getFileSystem(URI uri) {
		return this.files;
	}

	@Override
	public Path getPath(URI uri) {
		throw new UnsupportedOperationException();
	}

	private void changeIf(Set<? extends OpenOption> options) {
		if (options.contains(StandardOpenOption.CREATE_NEW) || options.contains(StandardOpenOption.CREATE)) {
			change();
		}
	}

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
			throws IOException {
		changeIf(options);
		SeekableByteChannel channel = this.disk.newByteChannel(real(path), options, attrs);
		note(real(path));
		return channel;
	}

	/**
	 * A new file is empty on the disk until it is forced.
	 */
	private void note(Path path) throws IOException {
		if (this.durable != null && java.nio.file.Files.isRegularFile(path)) {
			this.durable.find(path);
		}
	}

	@Override
	public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
			throws IOException {
		changeIf(options);
		FileChannel channel = this.disk.newFileChannel(real(path), options, attrs);
		note(real(path));
		return new HaltingChannel(channel, real(path), this);
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		DirectoryStream<Path> stream = this.disk.newDirectoryStream(real(dir), (path) -> filter.accept(at(path)));
		return new DirectoryStream<>() {

			@Override
			public Iterator<Path> iterator() {
				Iterator<Path> paths = stream.iterator();
				return new Iterator<>() {

					@Override
					public boolean hasNext() {
						return paths.hasNext();
					}

					@Override
					public Path next() {
						return at(paths.next());
					}

				};
			}

			@Override
			public void close() throws IOException {
				stream.close();
			}

		};
	}

	@Override
	public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
		change();
		this.disk.createDirectory(real(dir), attrs);
	}

	@Override
	public void createLink(Path link, Path existing) throws IOException {
		change();
		this.disk.createLink(real(link), real(existing));
	}

	@Override
	public void delete(Path path) throws IOException {
		change();
		this.disk.delete(real(path));
	}

	@Override
	public boolean deleteIfExists(Path path) throws IOException {
		change();
		return this.disk.deleteIfExists(real(path));
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) throws IOException {
		change();
		this.disk.copy(real(source), real(target), options);
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		change();
		this.disk.move(real(source), real(target), options);
	}

	@Override
	public Path readSymbolicLink(Path link) throws IOException {
		return at(this.disk.readSymbolicLink(real(link)));
	}

	@Override
	public boolean isSameFile(Path path, Path path2) throws IOException {
		return this.disk.isSameFile(real(path), real(path2));
	}

	@Override
	public boolean isHidden(Path path) throws IOException {
		return this.disk.isHidden(real(path));
	}

	@Override
	public FileStore getFileStore(Path path) throws IOException {
		return this.disk.getFileStore(real(path));
	}

	@Override
	public void checkAccess(Path path, AccessMode... modes) throws IOException {
		this.disk.checkAccess(real(path), modes);
	}

	@Override
	public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
			LinkOption... options) {
		return this.disk.getFileAttributeView(real(path), type, options);
	}

	@Override
	public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
			throws IOException {
		return this.disk.readAttributes(real(path), type, options);
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
		return this.disk.readAttributes(real(path), attributes, options);
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
		change();
		this.disk.setAttribute(real(path), attribute, value, options);
	}

	/**
	 * The process is gone. Nobody catches that.
	 */
	@SuppressWarnings("serial")
	private static final class Halted extends Error {

	}

	private final class OnThisDisk implements InvocationHandler {

		private final Path path;

		private OnThisDisk(Path path) {
			this.path = path;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (method.getName().equals("getFileSystem")) {
				return HaltingDisk.this.files;
			}
			Object[] unwrapped = (arguments != null) ? arguments.clone() : new Object[0];
			for (int i = 0; i < unwrapped.length; i++) {
				unwrapped[i] = (unwrapped[i] instanceof Path other) ? real(other) : unwrapped[i];
			}
			try {
				Object result = method.invoke(this.path, unwrapped);
				return (result instanceof Path other) ? at(other) : result;
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		}

	}

	private final class Files extends FileSystem {

		private final FileSystem real = FileSystems.getDefault();

		@Override
		public FileSystemProvider provider() {
			return HaltingDisk.this;
		}

		@Override
		public void close() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public boolean isReadOnly() {
			return false;
		}

		@Override
		public String getSeparator() {
			return this.real.getSeparator();
		}

		@Override
		public Iterable<Path> getRootDirectories() {
			return this.real.getRootDirectories();
		}

		@Override
		public Iterable<FileStore> getFileStores() {
			return this.real.getFileStores();
		}

		@Override
		public Set<String> supportedFileAttributeViews() {
			return this.real.supportedFileAttributeViews();
		}

		@Override
		public Path getPath(String first, String... more) {
			return at(this.real.getPath(first, more));
		}

		@Override
		public PathMatcher getPathMatcher(String syntaxAndPattern) {
			return this.real.getPathMatcher(syntaxAndPattern);
		}

		@Override
		public UserPrincipalLookupService getUserPrincipalLookupService() {
			return this.real.getUserPrincipalLookupService();
		}

		@Override
		public WatchService newWatchService() throws IOException {
			return this.real.newWatchService();
		}

	}

}
