package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// `./DevInfo` and `./DevDetail`: nodes that describe the machine and are only read.
public final class DescriptionBranch implements Branch {
  private final OmaUri prefix;
  private final Map<String, Format> leaves;
  private final NodeValues values;

  private DescriptionBranch(String prefix, Map<String, Format> leaves, NodeValues values) {
    this.prefix = OmaUri.parse(prefix);
    this.leaves = leaves;
    this.values = values;
  }

  /// `./DevInfo`.
  ///
  /// @param values `DevId Man Mod DmV Lang`, and `Ext/ICCID` where there is one
  public static Tree.Mount devInfo(NodeValues values) {
    var leaves = new LinkedHashMap<String, Format>();
    for (var name : List.of("DevId", "Man", "Mod", "DmV", "Lang", "Ext/ICCID")) {
      leaves.put(name, Format.CHR);
    }
    return mount("./DevInfo", leaves, values);
  }

  /// `./DevDetail`, but for the computer's name, which is a setting. The limits of addresses and
  /// the support of large objects are known here.
  ///
  /// @param values `DevTyp OEM FwV SwV HwV`, and what the machine has of `Ext/Microsoft/*` and
  ///   `Ext/*` of the published description
  public static Tree.Mount devDetail(NodeValues values) {
    var leaves = new LinkedHashMap<String, Format>();
    for (var name :
        List.of(
            "URI/MaxDepth",
            "URI/MaxTotLen",
            "URI/MaxSegLen",
            "DevTyp",
            "OEM",
            "FwV",
            "SwV",
            "HwV")) {
      leaves.put(name, Format.CHR);
    }
    leaves.put("LrgObj", Format.BOOL);
    for (var name :
        List.of(
            "MobileID",
            "RadioSwV",
            "CommercializationOperator",
            "Resolution",
            "OSPlatform",
            "LocalTime",
            "DeviceName",
            "SMBIOSSerialNumber",
            "SMBIOSVersion",
            "SystemSKU")) {
      leaves.put("Ext/Microsoft/" + name, Format.CHR);
    }
    for (var name :
        List.of(
            "ProcessorArchitecture", "ProcessorType", "TotalStorage", "FreeStorage", "TotalRAM")) {
      leaves.put("Ext/Microsoft/" + name, Format.INT);
    }
    for (var name :
        List.of(
            "WLANMACAddress",
            "WlanIPv4Address",
            "WlanIPv6Address",
            "WlanDnsSuffix",
            "WlanSubnetMask",
            "DeviceHardwareData")) {
      leaves.put("Ext/" + name, Format.CHR);
    }
    return mount("./DevDetail", leaves, path -> known(path).or(() -> values.value(path)));
  }

  private static Optional<String> known(String path) {
    return switch (path) {
      case "URI/MaxDepth" -> Optional.of(Integer.toString(OmaUri.MAX_DEPTH));
      case "URI/MaxTotLen" -> Optional.of(Integer.toString(OmaUri.MAX_LENGTH));
      case "URI/MaxSegLen" -> Optional.of("0");
      case "LrgObj" -> Optional.of("true");
      default -> Optional.empty();
    };
  }

  private static Tree.Mount mount(String prefix, Map<String, Format> leaves, NodeValues values) {
    return Tree.Mount.at(prefix, new DescriptionBranch(prefix, leaves, values));
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return ReadOnly.answer(requests, this::read);
  }

  private Reply read(OmaUri uri) {
    var below = uri.segments().subList(prefix.segments().size(), uri.segments().size());
    var path = String.join("/", below);
    for (var leaf : leaves.entrySet()) {
      if (leaf.getKey().equalsIgnoreCase(path)) {
        return values
            .value(leaf.getKey())
            .<Reply>map(text -> new Reply.Leaf(leaf.getValue(), text))
            .orElseGet(() -> missing(uri));
      }
    }
    return interior(uri, path.isEmpty() ? "" : path.toLowerCase(Locale.ROOT) + "/");
  }

  private Reply interior(OmaUri uri, String start) {
    var names = new TreeSet<String>();
    boolean known = false;
    for (var path : leaves.keySet()) {
      if (path.toLowerCase(Locale.ROOT).startsWith(start)) {
        known = true;
        if (values.value(path).isPresent()) {
          var rest = path.substring(start.length());
          names.add(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest);
        }
      }
    }
    return known ? new Reply.Interior(List.copyOf(names)) : missing(uri);
  }

  private static Reply missing(OmaUri uri) {
    return new Reply.Refused(Code.NOT_FOUND, "this machine has no " + uri);
  }
}
