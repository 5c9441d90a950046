package io.reeve.platform.windows;

import io.reeve.core.files.Checks;
import io.reeve.core.files.Details;
import io.reeve.core.spi.Mechanism;
import io.reeve.core.spi.NotApplicableException;
import io.reeve.policy.Address;
import io.reeve.policy.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Settings that Windows' own management holds, through its bridge (`root\cimv2\mdm\dmmap`): for
/// what no other place of Windows holds. Only the system may use the bridge.
///
/// Parameters: `class`, `parent` and `instance` (the texts of `ParentID` and `InstanceID`), and
/// `property`; `type` is `text`, `number` or `truth`. With `result` and `result-parent` the value
/// in force is read from that class, in which Windows has put together what everybody asks for.
final class MdmBridgeMechanism implements Mechanism {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern NODE = Pattern.compile("[./A-Za-z0-9_~-]{1,256}");
  private static final Pattern TYPE = Pattern.compile("text|number|truth");

  private final Optional<Wmi> wmi;

  /// @param wmi empty where this is no real machine
  MdmBridgeMechanism(Optional<Wmi> wmi) {
    this.wmi = wmi;
  }

  @Override
  public String name() {
    return "mdm-bridge";
  }

  @Override
  public Point bind(Address address) throws NotApplicableException {
    var own = node(address, "class", "parent");
    var property = Checks.parameter(address, "property", NAME);
    var type = Checks.parameter(address, "type", TYPE);
    var merged =
        address.parameters().containsKey("result") ? node(address, "result", "result-parent") : own;
    return new Place(
        wmi.orElseThrow(
            () -> new NotApplicableException("a scratch root has no management of its own")),
        own,
        merged,
        property,
        type);
  }

  /// An instance of a class.
  private record Node(String type, Map<String, String> which) {}

  private static Node node(Address address, String type, String parent) {
    return new Node(
        Checks.parameter(address, type, NAME),
        Map.of(
            "ParentID", Checks.parameter(address, parent, NODE),
            "InstanceID", Checks.parameter(address, "instance", NODE)));
  }

  /// A property.
  ///
  /// @param own where it is asked for
  /// @param merged where the value in force is told
  private record Place(Wmi wmi, Node own, Node merged, String property, String type)
      implements Point {
    @Override
    public Value read() throws IOException {
      return value(find(merged)).map(Value::of).orElse(Value.absent());
    }

    private Optional<Map<String, String>> find(Node node) throws IOException {
      var properties = new ArrayList<>(node.which.keySet());
      properties.add(property);
      return wmi.instances(Wmi.BRIDGE, node.type, properties).stream()
          .filter(row -> row.entrySet().containsAll(node.which.entrySet()))
          .findFirst();
    }

    private Optional<String> value(Optional<Map<String, String>> row) {
      return row.map(each -> each.get(property));
    }

    @Override
    public void write(Value value) throws IOException {
      var there = find(own);
      if (value.isAbsent()) {
        if (value(there).isPresent()) {
          put(new Wmi.Given.Nothing());
        }
        return;
      }
      if (!value(there).equals(Optional.of(value.wire()))) {
        put(given(value));
      }
    }

    private void put(Wmi.Given given) throws IOException {
      wmi.put(Wmi.BRIDGE, own.type, own.which, Map.of(property, given));
    }

    private Wmi.Given given(Value value) throws IOException {
      var wire = value.wire();
      return switch (type) {
        case "number" -> new Wmi.Given.Whole(number(wire));
        case "truth" -> new Wmi.Given.Truth(Boolean.parseBoolean(wire));
        default -> new Wmi.Given.Text(wire);
      };
    }

    private int number(String wire) throws IOException {
      try {
        return Integer.parseInt(wire.strip());
      } catch (NumberFormatException e) {
        throw new IOException("'" + wire + "' is no number for " + property, e);
      }
    }

    /// What is asked for there now, and whether there is the instance at all.
    @Override
    public Snapshot capture() throws IOException {
      var there = find(own);
      var instance = there.map(_ -> "there");
      return new Snapshot(read(), Details.of(List.of(instance, value(there))));
    }

    @Override
    public void restore(Snapshot before) throws IOException {
      var detail = Details.parse(before.detail(), 2);
      if (detail.getFirst().isEmpty()) {
        wmi.remove(Wmi.BRIDGE, own.type, own.which);
      } else {
        write(detail.getLast().map(Value::of).orElse(Value.absent()));
      }
    }
  }
}
