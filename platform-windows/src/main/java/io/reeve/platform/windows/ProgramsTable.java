package io.reeve.platform.windows;

import io.reeve.core.spi.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// `programs`: what is installed and can be uninstalled, for everybody on this machine and for
/// people who are logged in, of 64 and of 32 bits.
record ProgramsTable(Registry registry) implements Table<ProgramsTable.Row> {
  private static final String UNINSTALL = "Microsoft\\Windows\\CurrentVersion\\Uninstall";

  record Row(
      String name,
      Optional<String> version,
      Optional<String> installSource,
      Optional<String> language,
      Optional<String> publisher,
      Optional<String> uninstallString,
      Optional<String> installDate,
      Optional<String> identifyingNumber) {}

  @Override
  public String name() {
    return "programs";
  }

  @Override
  public Class<Row> row() {
    return Row.class;
  }

  @Override
  public List<Row> read() throws IOException {
    var rows = new ArrayList<Row>();
    for (var place : places()) {
      for (var program : registry.subkeys(place)) {
        var key = place.child(program);
        var name = text(key, "DisplayName");
        if (name.isPresent()) {
          rows.add(row(key, program, name.get()));
        }
      }
    }
    return List.copyOf(new LinkedHashSet<>(rows));
  }

  private List<RegistryKey> places() throws IOException {
    var places = new ArrayList<RegistryKey>();
    places.add(RegistryKey.machine("SOFTWARE\\" + UNINSTALL));
    places.add(RegistryKey.machine("SOFTWARE\\WOW6432Node\\" + UNINSTALL));
    var people = new RegistryKey(RegistryKey.Hive.USERS, "");
    for (var person : registry.subkeys(people)) {
      if (!person.endsWith("_Classes")) {
        places.add(people.child(person).child("Software\\" + UNINSTALL));
      }
    }
    return places;
  }

  private Row row(RegistryKey key, String program, String name) throws IOException {
    var language = registry.value(key, "Language").flatMap(RegistryData::number);
    return new Row(
        name,
        text(key, "DisplayVersion"),
        text(key, "InstallSource"),
        language.filter(number -> number != 0).map(Object::toString),
        text(key, "Publisher"),
        text(key, "UninstallString"),
        text(key, "InstallDate"),
        Optional.of(program).filter(each -> each.matches("\\{[0-9A-Fa-f-]{36}\\}")));
  }

  private Optional<String> text(RegistryKey key, String value) throws IOException {
    return registry
        .value(key, value)
        .flatMap(RegistryData::text)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
