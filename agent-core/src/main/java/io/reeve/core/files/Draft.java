package io.reeve.core.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Edits of files that are written together. During an edit, what [SystemFile#put] is given is kept
/// here and is what the file is read as; [#write] then makes it durable, each file once. A hundred
/// entries of one file so cost one new file and not a hundred. What somebody else writes there
/// meanwhile is never lost: the edits fail then. For one thread.
///
/// @param <T> who edits, to be told whose edits could not be written
public final class Draft<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Draft.class);
  private static final ScopedValue<Edited> NOW = ScopedValue.newInstance();

  private final Map<Path, Page<T>> pages = new LinkedHashMap<>();

  /// What a file is to hold, and by whom.
  private static final class Page<T> {
    private final SystemFile file;
    private final Optional<byte[]> before;
    private final int modeIfNew;
    private final Set<T> editors = new LinkedHashSet<>();
    private byte[] content = {};

    Page(SystemFile file, int modeIfNew) throws IOException {
      this.file = file;
      this.before = file.bytes();
      this.modeIfNew = modeIfNew;
    }

    void write() throws IOException {
      var now = file.bytes();
      if (!Arrays.equals(now.orElse(null), before.orElse(null))) {
        throw new IOException(file.name() + " was changed by somebody else meanwhile");
      }
      file.put(content, modeIfNew);
    }
  }

  /// A draft in which somebody edits.
  private interface Edited {
    Optional<byte[]> content(SystemFile file);

    void put(SystemFile file, byte[] content, int modeIfNew) throws IOException;

    void forget(SystemFile file);
  }

  /// Reads and puts files.
  @FunctionalInterface
  public interface Edit {
    void run() throws IOException;
  }

  /// Does the edit; what it puts is kept until [#write].
  public void edit(T editor, Edit edit) throws IOException {
    ScopedValue.where(NOW, new By(editor))
        .<Void, IOException>call(() -> {
          edit.run();
          return null;
        });
  }

  private final class By implements Edited {
    private final T editor;

    By(T editor) {
      this.editor = editor;
    }

    @Override
    public Optional<byte[]> content(SystemFile file) {
      return Optional.ofNullable(pages.get(file.path())).map(page -> page.content);
    }

    @Override
    public void put(SystemFile file, byte[] content, int modeIfNew) throws IOException {
      var page = pages.get(file.path());
      if (page == null) {
        page = new Page<>(file, modeIfNew);
        pages.put(file.path(), page);
      }
      page.content = content;
      page.editors.add(editor);
    }

    @Override
    public void forget(SystemFile file) {
      pages.remove(file.path());
    }
  }

  /// Writes each file; the draft is empty then.
  ///
  /// @return who edited a file that could not be written, and why; such a file is as it was
  public Map<T, IOException> write() {
    var failures = new LinkedHashMap<T, IOException>();
    for (var page : pages.values()) {
      try {
        page.write();
      } catch (IOException e) {
        page.editors.forEach(editor -> failures.putIfAbsent(editor, e));
      } catch (RuntimeException e) {
        LOG.error("defect at {}", page.file.name(), e);
        var why = new IOException("a defect of the agent at " + page.file.name() + ": " + e, e);
        page.editors.forEach(editor -> failures.putIfAbsent(editor, why));
      }
    }
    pages.clear();
    return failures;
  }

  /// What the file holds in the edit that goes on, if that has put anything there.
  static Optional<byte[]> content(SystemFile file) {
    return NOW.isBound() ? NOW.get().content(file) : Optional.empty();
  }

  /// Keeps it for later.
  ///
  /// @return false outside of an edit: whoever asks has to write it
  static boolean keeps(SystemFile file, byte[] content, int modeIfNew) throws IOException {
    if (!NOW.isBound()) {
      return false;
    }
    NOW.get().put(file, content, modeIfNew);
    return true;
  }

  /// For what knows files on disk only.
  ///
  /// @throws IllegalStateException in an edit
  static void needNone(SystemFile file) {
    if (NOW.isBound()) {
      throw new IllegalStateException("an edit of entries knows no state of " + file.name());
    }
  }

  /// The file goes, and what was put there with it.
  static void forget(SystemFile file) {
    if (NOW.isBound()) {
      NOW.get().forget(file);
    }
  }
}
