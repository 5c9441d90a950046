package io.reeve.platform.windows;

import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Windows Installer itself.
final class NativeMsi implements MsiPackages {
  private static final int LONGEST = 1024;
  private static final int CODE = 38;
  private static final int MOST = 100;
  private static final int READ_ONLY = 0;

  private final Msi functions;

  NativeMsi(Win32 windows) {
    this.functions = windows.load("msi", Msi.class);
  }

  @Override
  public Optional<String> installed(String product) throws IOException {
    if (functions.MsiQueryProductStateW(Wide.of(product)) != Msi.INSTALLSTATE_DEFAULT) {
      return Optional.empty();
    }
    var version = Wide.buffer(LONGEST);
    int said =
        functions.MsiGetProductInfoW(
            Wide.of(product), Wide.of("VersionString"), version, new int[] {LONGEST});
    WinError.check("MsiGetProductInfoW", said, product);
    return Optional.of(Wide.text(version));
  }

  @Override
  public List<String> related(String upgrade) throws IOException {
    var products = new ArrayList<String>();
    for (int i = 0; i < MOST; i++) {
      var product = Wide.buffer(CODE);
      int said = functions.MsiEnumRelatedProductsW(Wide.of(upgrade), 0, i, product);
      if (said == WinError.NO_MORE_ITEMS) {
        break;
      }
      WinError.check("MsiEnumRelatedProductsW", said, upgrade);
      products.add(Wide.text(product).toUpperCase(Locale.ROOT));
    }
    return products;
  }

  @Override
  public Said read(Path file) throws IOException {
    var name = file.toString();
    var database = new int[1];
    WinError.check(
        "MsiOpenDatabaseW",
        functions.MsiOpenDatabaseW(Wide.of(name), READ_ONLY, database),
        name + " as a package of Windows Installer");
    try {
      return new Said(
          need(database[0], "ProductCode", name).toUpperCase(Locale.ROOT),
          need(database[0], "ProductVersion", name),
          property(database[0], "UpgradeCode").map(code -> code.toUpperCase(Locale.ROOT)));
    } finally {
      functions.MsiCloseHandle(database[0]);
    }
  }

  private String need(int database, String property, String name) throws IOException {
    return property(database, property)
        .orElseThrow(() -> new IOException(name + " does not say its " + property));
  }

  private Optional<String> property(int database, String property) throws OsException {
    var query = "SELECT `Value` FROM `Property` WHERE `Property` = '" + property + "'";
    var view = new int[1];
    WinError.check(
        "MsiDatabaseOpenViewW",
        functions.MsiDatabaseOpenViewW(database, Wide.of(query), view),
        property);
    try {
      WinError.check("MsiViewExecute", functions.MsiViewExecute(view[0], 0), property);
      var record = new int[1];
      int said = functions.MsiViewFetch(view[0], record);
      if (said == WinError.NO_MORE_ITEMS) {
        return Optional.empty();
      }
      WinError.check("MsiViewFetch", said, property);
      try {
        return Optional.of(value(record[0], property));
      } finally {
        functions.MsiCloseHandle(record[0]);
      }
    } finally {
      functions.MsiCloseHandle(view[0]);
    }
  }

  private String value(int record, String property) throws OsException {
    var value = Wide.buffer(LONGEST);
    WinError.check(
        "MsiRecordGetStringW",
        functions.MsiRecordGetStringW(record, 1, value, new int[] {LONGEST}),
        property);
    return Wide.text(value);
  }
}
