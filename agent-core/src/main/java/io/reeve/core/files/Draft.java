package io.reeve.core.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Edits of files that are written together. During an edit, what [SystemFile#put] is given is kept
/// here and is what the file is read as; [#write] then makes it durable, each file once. A hundred
/// entries of one file so cost one new file and not a hundred. For one thread.
///
/// @param <T> who edits, to be told whose edits could not be written
public final class Draft<T> {
  private static final ScopedValue<Edited> NOW = ScopedValue.newInstance();

  private final Map<Path, Page<T>> pages = new LinkedHashMap<>();

  /// What a file is to hold, and by whom.
  private static final class Page<T> {
    private final SystemFile file;
    private final int modeIfNew;
    private final Set<T> editors = new LinkedHashSet<>();
    private byte[] content = {};

    Page(SystemFile file, int modeIfNew) {
      this.file = file;
      this.modeIfNew = modeIfNew;
    }
  }

  /// A draft in which somebody edits.
  private interface Edited {
    Optional<byte[]> content(SystemFile file);

    void put(SystemFile file, byte[] content, int modeIfNew);

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
    public void put(SystemFile file, byte[] content, int modeIfNew) {
      var page = pages.computeIfAbsent(file.path(), _ -> new Page<>(file, modeIfNew));
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
    var failures = new HashMap<T, IOException>();
    for (var page : pages.values()) {
      try {
        page.file.put(page.content, page.modeIfNew);
      } catch (IOException e) {
        page.editors.forEach(editor -> failures.putIfAbsent(editor, e));
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
  static boolean keeps(SystemFile file, byte[] content, int modeIfNew) {
    if (!NOW.isBound()) {
      return false;
    }
    NOW.get().put(file, content, modeIfNew);
    return true;
  }

  /// The file goes, and what was put there with it.
  static void forget(SystemFile file) {
    if (NOW.isBound()) {
      NOW.get().forget(file);
    }
  }
}
