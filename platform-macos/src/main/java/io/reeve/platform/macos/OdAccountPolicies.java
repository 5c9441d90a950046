package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;

/// The account policies through OpenDirectory. Never set as a whole, which would take away those
/// that a profile brought.
final class OdAccountPolicies implements AccountPolicies {
  private static final class Holder {
    static final OpenDirectory OD = Cf.framework("OpenDirectory", OpenDirectory.class);
    static final NativeLibrary SYMBOLS = NativeLibrary.getInstance("OpenDirectory");
  }

  private static Pointer node(Cf cf) throws IOException {
    var error = new PointerByReference();
    return cf.own(
        Holder.OD.ODNodeCreateWithNodeType(null, null, OpenDirectory.LOCAL_NODES, error),
        "ODNodeCreateWithNodeType",
        error);
  }

  @Override
  public JsonNode all() throws IOException {
    try (var cf = new Cf()) {
      var error = new PointerByReference();
      var found = cf.taken(Holder.OD.ODNodeCopyAccountPolicies(node(cf), error));
      if (found.isEmpty() && error.getValue() != null) {
        throw cf.failure("ODNodeCopyAccountPolicies", error);
      }
      return found.orElse(JsonNodeFactory.instance.objectNode());
    }
  }

  @Override
  public void add(Category category, ObjectNode policy) throws IOException {
    try (var cf = new Cf()) {
      var error = new PointerByReference();
      var symbol = Cf.constant(Holder.SYMBOLS, category.symbol());
      if (Holder.OD.ODNodeAddAccountPolicy(node(cf), cf.value(policy), symbol, error) == 0) {
        throw cf.failure("ODNodeAddAccountPolicy", error);
      }
    }
  }

  @Override
  public void remove(Category category, ObjectNode policy) throws IOException {
    try (var cf = new Cf()) {
      var error = new PointerByReference();
      var symbol = Cf.constant(Holder.SYMBOLS, category.symbol());
      if (Holder.OD.ODNodeRemoveAccountPolicy(node(cf), cf.value(policy), symbol, error) == 0) {
        throw cf.failure("ODNodeRemoveAccountPolicy", error);
      }
    }
  }
}
