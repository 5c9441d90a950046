package io.reeve.core.local;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// JSON-RPC 2.0 as the socket speaks it: a request with an id on one line, its answer on another.
/// Batches and notifications are not part of it.
final class Rpc {
  private static final Logger log = LoggerFactory.getLogger(Rpc.class);
  private static final int NOT_JSON = -32700;
  private static final int NOT_A_REQUEST = -32600;
  private static final int NO_SUCH_METHOD = -32601;
  private static final int WRONG_PARAMETERS = -32602;
  private static final int BUG = -32603;

  /// The agent said no; `data` tells kind and hint.
  static final int AGENT = -32000;

  private final Desks desks;
  private final Optional<Proof> proof;
  private final SyncLimit pace = new SyncLimit(System::nanoTime);

  /// @param proof that a peer is an administrator, where the system does not tell
  Rpc(Desks desks, Optional<Proof> proof) {
    this.desks = desks;
    this.proof = proof;
  }

  /// The answer to one line, whatever the line.
  ///
  /// @param turn the connection's place among others
  String answer(String line, Peer peer, Turn turn) {
    try {
      return Json.parse(line) instanceof Map<?, ?> request
          ? answer(request, proven(request, peer), turn)
          : error(null, NOT_A_REQUEST, "a request is an object", Map.of());
    } catch (IOException e) {
      return error(null, NOT_JSON, "not JSON: " + e.getMessage(), Map.of());
    }
  }

  /// Who sends that line: an administrator who shows it, where the system does not tell.
  Peer sender(String line, Peer peer) {
    try {
      return Json.parse(line) instanceof Map<?, ?> request ? proven(request, peer) : peer;
    } catch (IOException _) {
      return peer;
    }
  }

  /// Whether that has an administrator's proof in it; a line that has none need not be understood.
  boolean isProofIn(String line) {
    return proof.isPresent() && proof.get().isIn(line);
  }

  private Peer proven(Map<?, ?> request, Peer peer) {
    return proof.isPresent() && proof.get().isShown(request.get("proof"))
        ? new Peer("an administrator", true)
        : peer;
  }

  private String answer(Map<?, ?> request, Peer peer, Turn turn) {
    var id = request.get("id");
    if (!"2.0".equals(request.get("jsonrpc"))
        || !(request.get("method") instanceof String name)
        || !(id instanceof String || id instanceof Long)) {
      return error(null, NOT_A_REQUEST, "a request has jsonrpc 2.0, id and method", Map.of());
    }
    var method = ApiMethod.named(name);
    if (method.isEmpty()) {
      return error(id, NO_SUCH_METHOD, "there is no method '" + name + "'", Map.of());
    }
    return switch (request.get("params")) {
      case null -> call(id, method.get(), Map.of(), peer, turn);
      case Map<?, ?> named -> call(id, method.get(), named, peer, turn);
      case Object _ -> error(id, WRONG_PARAMETERS, "parameters go by name", Map.of());
    };
  }

  private String call(Object id, ApiMethod method, Map<?, ?> parameters, Peer peer, Turn turn) {
    try {
      var arguments = method.unpack(parameters);
      pace.admit(peer, method.name());
      if (method.waits()) {
        turn.waits();
      }
      var result = method.call(desks.of(peer), peer, arguments);
      var answer = new LinkedHashMap<String, @Nullable Object>();
      answer.put("jsonrpc", "2.0");
      answer.put("id", id);
      answer.put("result", result);
      return Json.line(answer);
    } catch (Typed.MisfitException e) {
      return error(id, WRONG_PARAMETERS, e.getMessage(), Map.of());
    } catch (AgentException e) {
      return refusal(id, e);
    } catch (RuntimeException e) {
      log.error("{} for {} failed", method.name(), peer.name(), e);
      return error(id, BUG, "the daemon failed at '" + method.name() + "'", Map.of());
    }
  }

  /// An answer that carries an [AgentException] over.
  static String refusal(@Nullable Object id, AgentException e) {
    var data = Map.of("kind", e.kind().name(), "hint", e.hint());
    return error(id, AGENT, String.valueOf(e.getMessage()), data);
  }

  private static String error(
      @Nullable Object id, int code, @Nullable String message, Map<String, String> data) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("code", code);
    error.put("message", message);
    if (!data.isEmpty()) {
      error.put("data", data);
    }
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("jsonrpc", "2.0");
    answer.put("id", id);
    answer.put("error", error);
    return Json.line(answer);
  }
}
