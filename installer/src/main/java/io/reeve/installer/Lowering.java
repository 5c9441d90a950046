package io.reeve.installer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.DeadCodeOption;
import java.lang.classfile.ClassFile.DebugElementsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of the jars a form in which the cache can keep all of them.
///
/// Three things keep this JDK's caches from holding what a start needs: it leaves out classes of a
/// format older than Java 6 (picocli's), and it does not keep how a switch over types and the
/// `equals` and `hashCode` of records are bound to their code, so that every start writes, loads
/// and compiles that code anew, for which a hundred and fifty more classes of the JDK have to be
/// loaded. So old classes are written in a newer format, and such calls become calls of plain
/// methods that do the same ([PlainCalls]). The names of local variables go, too: only debuggers
/// ask for them. Lines stay, as stack traces tell them.
///
/// Every class that is written is verified as a JVM would.
final class Lowering {
  /// The oldest format with maps of the stack at each branch, which a cache wants.
  private static final int OLDEST = ClassFile.JAVA_6_VERSION;

  private final ClassFile files;

  private Lowering(ClassHierarchyResolver types) {
    files =
        ClassFile.of(
            ClassHierarchyResolverOption.of(types),
            ConstantPoolSharingOption.NEW_POOL,
            DebugElementsOption.DROP_DEBUG,
            DeadCodeOption.PATCH_DEAD_CODE);
  }

  /// Writes all jars of a folder anew, in place.
  static void lower(Path jars) throws IOException {
    List<Path> paths;
    try (var files = Files.list(jars)) {
      paths = files.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
    }
    var contents = new LinkedHashMap<Path, Map<String, byte[]>>();
    for (var path : paths) {
      contents.put(path, read(path));
    }
    var lowering = new Lowering(types(contents.values()));
    for (var path : paths) {
      lowering.write(path, contents.getOrDefault(path, Map.of()));
    }
  }

  /// One class.
  ///
  /// @param types by which it is known what extends what
  static byte[] lower(byte[] type, ClassHierarchyResolver types) {
    return new Lowering(types).lowered("a class", type);
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        try (var in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static ClassHierarchyResolver types(Iterable<Map<String, byte[]>> jars) {
    var all = new HashMap<String, byte[]>();
    jars.forEach(jar ->
        jar.forEach((name, bytes) -> {
          if (name.endsWith(".class")) {
            all.putIfAbsent("L" + name.substring(0, name.length() - 6) + ";", bytes);
          }
        }));
    return ClassHierarchyResolver.ofResourceParsing(
            type -> {
              var bytes = all.get(type.descriptorString());
              return bytes == null ? null : new ByteArrayInputStream(bytes);
            })
        .orElse(ClassHierarchyResolver.defaultResolver())
        .cached();
  }

  private void write(Path jar, Map<String, byte[]> entries) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setTimeLocal(Jars.DATE);
        out.putNextEntry(entry);
        boolean isClass =
            each.getKey().endsWith(".class") && !each.getKey().endsWith("module-info.class");
        out.write(
            isClass
                ? lowered(jar.getFileName() + "!" + each.getKey(), each.getValue())
                : each.getValue());
        out.closeEntry();
      }
    }
  }

  private byte[] lowered(String name, byte[] bytes) {
    var lowered = new Lowered(files.parse(bytes)).bytes();
    var errors = files.verify(lowered);
    if (errors.isEmpty()) {
      return lowered;
    }
    if (files.verify(bytes).isEmpty()) {
      throw new PackagingException(
          name + " would not be a valid class: " + errors.getFirst().getMessage(),
          "has a library changed? Lowering and PlainCalls write its classes anew");
    }
    // It is for a library that is not here, and never runs.
    return bytes;
  }

  /// A class while it is written.
  private final class Lowered {
    private final ClassModel type;
    private final PlainCalls calls;

    Lowered(ClassModel type) {
      this.type = type;
      this.calls = new PlainCalls(type);
    }

    byte[] bytes() {
      return files.build(
          type.thisClass(),
          ConstantPoolBuilder.of(),
          out -> {
            type.forEach(element -> put(out, element));
            calls.writeTo(out);
          });
    }

    private void put(ClassBuilder out, ClassElement element) {
      switch (element) {
        case ClassFileVersion version when version.majorVersion() < OLDEST ->
            out.withVersion(OLDEST, 0);
        case MethodModel method -> out.transformMethod(method, this::put);
        default -> out.with(element);
      }
    }

    private void put(java.lang.classfile.MethodBuilder out, MethodElement element) {
      if (element instanceof CodeModel code) {
        out.transformCode(
            code,
            (to, instruction) -> {
              if (!(instruction instanceof InvokeDynamicInstruction call
                  && calls.replace(call, to))) {
                to.with(instruction);
              }
            });
      } else {
        out.with(element);
      }
    }
  }
}
