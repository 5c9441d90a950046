package io.reeve.installer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A package for Windows, by WiX. None has been built yet: WiX makes them on Windows only, and none
/// was at hand.
final class Msi {
  private Msi() {}

  /// @param files the folder with the package's definition
  /// @return the package
  static Path build(Image image, String version, Path files, Path to)
      throws IOException, InterruptedException {
    var msi = to.resolve("reeve-" + version + ".msi");
    var wix =
        Tool.find("wix.exe")
            .orElseThrow(() ->
                new PackagingException(
                    "WiX is not here", "dotnet tool install --global wix (5 or later)"));
    Tool.run(line(wix, image, version, files, msi).toArray(String[]::new));
    return msi;
  }

  static List<String> line(Path wix, Image image, String version, Path files, Path msi) {
    return List.of(
        wix.toString(),
        "build",
        files.resolve("reeve.wxs").toString(),
        "-arch",
        System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64",
        "-d",
        "Version=" + numbers(version),
        "-d",
        "Image=" + image.root(),
        "-o",
        msi.toString());
  }

  /// Neither Windows nor macOS has a word for what comes before a release.
  static String numbers(String version) {
    return version.replaceFirst("[^0-9.].*", "");
  }
}
