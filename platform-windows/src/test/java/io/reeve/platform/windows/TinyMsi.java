package io.reeve.platform.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a package of Windows Installer that writes one value into the registry.
final class TinyMsi {
  private static final long CREATE = 3;
  private static final int TEMPLATE = 7;
  private static final int REVISION = 9;
  private static final int PAGES = 14;
  private static final int WORDS = 15;
  private static final int VT_I4 = 3;
  private static final int VT_LPSTR = 30;

  /// What only this calls.
  interface Making extends Library {
    int MsiDatabaseCommit(int database);

    int MsiGetSummaryInformationW(int database, @Nullable Pointer path, int updates, int[] info);

    int MsiSummaryInfoSetPropertyW(
        int info,
        int property,
        int type,
        int number,
        @Nullable Pointer time,
        byte @Nullable [] text);

    int MsiSummaryInfoPersist(int info);
  }

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE `Property` (`Property` CHAR(72) NOT NULL, `Value` CHAR(0) NOT NULL"
              + " LOCALIZABLE PRIMARY KEY `Property`)",
          "CREATE TABLE `Directory` (`Directory` CHAR(72) NOT NULL, `Directory_Parent` CHAR(72),"
              + " `DefaultDir` CHAR(255) NOT NULL LOCALIZABLE PRIMARY KEY `Directory`)",
          "CREATE TABLE `Component` (`Component` CHAR(72) NOT NULL, `ComponentId` CHAR(38),"
              + " `Directory_` CHAR(72) NOT NULL, `Attributes` SHORT NOT NULL, `Condition`"
              + " CHAR(255), `KeyPath` CHAR(72) PRIMARY KEY `Component`)",
          "CREATE TABLE `Feature` (`Feature` CHAR(38) NOT NULL, `Feature_Parent` CHAR(38), `Title`"
              + " CHAR(64) LOCALIZABLE, `Description` CHAR(255) LOCALIZABLE, `Display` SHORT,"
              + " `Level` SHORT NOT NULL, `Directory_` CHAR(72), `Attributes` SHORT NOT NULL"
              + " PRIMARY KEY `Feature`)",
          "CREATE TABLE `FeatureComponents` (`Feature_` CHAR(38) NOT NULL, `Component_` CHAR(72)"
              + " NOT NULL PRIMARY KEY `Feature_`, `Component_`)",
          "CREATE TABLE `Registry` (`Registry` CHAR(72) NOT NULL, `Root` SHORT NOT NULL, `Key`"
              + " CHAR(255) NOT NULL LOCALIZABLE, `Name` CHAR(255) LOCALIZABLE, `Value` CHAR(0)"
              + " LOCALIZABLE, `Component_` CHAR(72) NOT NULL PRIMARY KEY `Registry`)",
          "CREATE TABLE `Media` (`DiskId` SHORT NOT NULL, `LastSequence` SHORT NOT NULL,"
              + " `DiskPrompt` CHAR(64) LOCALIZABLE, `Cabinet` CHAR(255), `VolumeLabel` CHAR(32),"
              + " `Source` CHAR(72) PRIMARY KEY `DiskId`)",
          "CREATE TABLE `File` (`File` CHAR(72) NOT NULL, `Component_` CHAR(72) NOT NULL,"
              + " `FileName` CHAR(255) NOT NULL LOCALIZABLE, `FileSize` LONG NOT NULL, `Version`"
              + " CHAR(72), `Language` CHAR(20), `Attributes` SHORT, `Sequence` SHORT NOT NULL"
              + " PRIMARY KEY `File`)",
          "CREATE TABLE `InstallExecuteSequence` (`Action` CHAR(72) NOT NULL, `Condition`"
              + " CHAR(255), `Sequence` SHORT PRIMARY KEY `Action`)",
          "INSERT INTO `Directory` (`Directory`, `DefaultDir`) VALUES ('TARGETDIR', 'SourceDir')",
          "INSERT INTO `Component` (`Component`, `ComponentId`, `Directory_`, `Attributes`,"
              + " `KeyPath`) VALUES ('c', '{AAAAAAAA-2222-3333-4444-555555555555}', 'TARGETDIR',"
              + " 260, 'r')",
          "INSERT INTO `Feature` (`Feature`, `Display`, `Level`, `Directory_`, `Attributes`) VALUES"
              + " ('f', 1, 1, 'TARGETDIR', 0)",
          "INSERT INTO `FeatureComponents` (`Feature_`, `Component_`) VALUES ('f', 'c')",
          "INSERT INTO `Registry` (`Registry`, `Root`, `Key`, `Name`, `Value`, `Component_`) VALUES"
              + " ('r', 2, 'SOFTWARE\\ReeveTinyMsi', 'There', 'yes', 'c')",
          "INSERT INTO `Media` (`DiskId`, `LastSequence`) VALUES (1, 0)");

  private static final List<String> ACTIONS =
      List.of(
          "CostInitialize 800",
          "FileCost 900",
          "CostFinalize 1000",
          "InstallValidate 1400",
          "InstallInitialize 1500",
          "ProcessComponents 1600",
          "UnpublishFeatures 1800",
          "RemoveRegistryValues 2600",
          "WriteRegistryValues 5000",
          "RegisterUser 6000",
          "RegisterProduct 6100",
          "PublishFeatures 6300",
          "PublishProduct 6400",
          "InstallFinalize 6600");

  private final Msi msi;
  private final Making making;

  TinyMsi(Win32 windows) {
    this.msi = windows.load("msi", Msi.class);
    this.making = windows.load("msi", Making.class);
  }

  void make(String file, String product, String version) {
    var database = new int[1];
    check(msi.MsiOpenDatabaseW(Wide.of(file), CREATE, database));
    TABLES.forEach(each -> execute(database[0], each));
    property(database[0], "ProductCode", product);
    property(database[0], "ProductVersion", version);
    property(database[0], "ProductName", "Reeve's tiny product");
    property(database[0], "Manufacturer", "Reeve");
    property(database[0], "ProductLanguage", "1033");
    property(database[0], "UpgradeCode", "{BBBBBBBB-2222-3333-4444-555555555555}");
    for (var action : ACTIONS) {
      var words = action.split(" ");
      execute(
          database[0],
          "INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('%s', %s)"
              .formatted(words[0], words[1]));
    }
    summary(database[0]);
    check(making.MsiDatabaseCommit(database[0]));
    check(msi.MsiCloseHandle(database[0]));
  }

  private void property(int database, String name, String value) {
    var quoted = value.replace("'", "");
    execute(
        database,
        "INSERT INTO `Property` (`Property`, `Value`) VALUES ('%s', '%s')".formatted(name, quoted));
  }

  private void execute(int database, String query) {
    var view = new int[1];
    check(msi.MsiDatabaseOpenViewW(database, Wide.of(query), view));
    check(msi.MsiViewExecute(view[0], 0));
    check(msi.MsiCloseHandle(view[0]));
  }

  private void summary(int database) {
    var info = new int[1];
    check(making.MsiGetSummaryInformationW(database, null, 4, info));
    text(info[0], TEMPLATE, "x64;1033");
    text(info[0], REVISION, "{CCCCCCCC-2222-3333-4444-555555555555}");
    number(info[0], PAGES, 200);
    number(info[0], WORDS, 0);
    check(making.MsiSummaryInfoPersist(info[0]));
    check(msi.MsiCloseHandle(info[0]));
  }

  private void text(int info, int property, String text) {
    check(making.MsiSummaryInfoSetPropertyW(info, property, VT_LPSTR, 0, null, Wide.of(text)));
  }

  private void number(int info, int property, int number) {
    check(making.MsiSummaryInfoSetPropertyW(info, property, VT_I4, number, null, null));
  }

  private static void check(int said) {
    if (said != 0) {
      throw new AssertionError("msi.dll answers " + said);
    }
  }
}
