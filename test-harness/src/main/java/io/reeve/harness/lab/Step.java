package io.reeve.harness.lab;

import io.reeve.harness.lab.LabViews.Item;
import io.reeve.harness.lab.LabViews.Verb;
import java.util.List;

/// One thing to ask of a device. What a step touches is told by [#keys()].
sealed interface Step {

  /// Have a node hold a value.
  ///
  /// @param verb `ADD` or `REPLACE`
  record Put(Item item, Verb verb) implements Step {
    String key() {
      return Profiles.key(item.uri());
    }

    @Override
    public List<String> keys() {
      return List.of(key());
    }
  }

  /// Have a node gone that nothing wants any more.
  record Remove(String uri) implements Step {
    @Override
    public List<String> keys() {
      return List.of(Profiles.key(uri));
    }
  }

  /// All or nothing.
  record Group(List<Put> puts) implements Step {
    public Group {
      puts = List.copyOf(puts);
    }

    @Override
    public List<String> keys() {
      return puts.stream().map(Put::key).toList();
    }
  }

  /// Have a queued command carried out.
  record Ask(LabViews.Command command) implements Step {
    String key() {
      return "command " + command.id();
    }

    @Override
    public List<String> keys() {
      return List.of(key());
    }
  }

  /// Have the device unenrol.
  record Leave() implements Step {
    @Override
    public List<String> keys() {
      return List.of("leave");
    }
  }

  /// Under what a session remembers what it has tried.
  List<String> keys();
}
