package io.reeve.core.tree;

import io.reeve.policy.Format;
import io.reeve.policy.OmaUri;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `DeviceManageability/Capabilities/CSPVersions`: which parts of the tree this agent has.
public final class CapabilitiesBranch implements Branch {
  private static final OmaUri PREFIX = OmaUri.parse("./Device/Vendor/MSFT/DeviceManageability");
  private static final List<String> PATH = List.of("Capabilities", "CSPVersions");

  private final Supplier<List<OmaUri>> providers;

  private CapabilitiesBranch(Supplier<List<OmaUri>> providers) {
    this.providers = providers;
  }

  /// @param providers the addresses of the tree's parts, asked for at each Get
  public static Tree.Mount mount(Supplier<List<OmaUri>> providers) {
    return new Tree.Mount(PREFIX, new CapabilitiesBranch(providers));
  }

  @Override
  public Answer handle(List<Request> requests, boolean atomic) {
    return ReadOnly.answer(requests, this::read);
  }

  private Reply read(OmaUri uri) {
    var below = uri.segments().subList(PREFIX.segments().size(), uri.segments().size());
    for (int i = 0; i < below.size(); i++) {
      if (i >= PATH.size() || !PATH.get(i).equalsIgnoreCase(below.get(i))) {
        return new Reply.Refused(Code.NOT_FOUND, "no such node: " + uri);
      }
    }
    return below.size() < PATH.size()
        ? new Reply.Interior(List.of(PATH.get(below.size())))
        : new Reply.Leaf(Format.XML, xml());
  }

  private String xml() {
    return providers.get().stream()
        .map(uri -> "<CSP Node=\"" + escaped(uri.toString()) + "\" Version=\"1.0\"/>")
        .collect(Collectors.joining("", "<CSPs>", "</CSPs>"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
