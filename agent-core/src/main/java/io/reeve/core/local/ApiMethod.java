package io.reeve.core.local;

import io.reeve.store.History;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One method of the local API: a method of [AgentService] and who may call it. On the wire its
/// parameters go by their names.
///
/// @param method of [AgentService]
/// @param admission who may call it
record ApiMethod(Method method, Admission admission) {
  /// The whole local API. What is not here cannot be called over the socket.
  static final List<ApiMethod> ALL =
      List.of(
          of("status", Admission.ANYONE),
          of("watch", Admission.ANYONE),
          of("answer", Admission.ANYONE),
          of("cancel", Admission.ADMINISTRATOR),
          of("enroll", Admission.ADMINISTRATOR),
          of("unenroll", Admission.ADMINISTRATOR),
          of("sync", Admission.ANYONE),
          of("compliance", Admission.ANYONE),
          of("tables", Admission.ANYONE),
          of("inventory", Admission.TABLES),
          of("query", Admission.ADMINISTRATOR),
          of("settings", Admission.ANYONE),
          of("repair", Admission.ADMINISTRATOR),
          of("explain", Admission.ANYONE),
          of("apply", Admission.ADMINISTRATOR),
          of("set", Admission.ADMINISTRATOR),
          of("unset", Admission.ADMINISTRATOR),
          of("preview", Admission.ADMINISTRATOR),
          of("history", Admission.ANYONE),
          of("ledger", Admission.ANYONE),
          of("doctor", Admission.ANYONE),
          of("diagnostics", Admission.ANYONE));

  static Optional<ApiMethod> named(String name) {
    return ALL.stream().filter(api -> api.name().equals(name)).findFirst();
  }

  String name() {
    return method.getName();
  }

  /// Whether its answer may take long because nothing happens.
  boolean waits() {
    return name().equals("watch");
  }

  /// The arguments as they travel.
  Map<String, @Nullable Object> pack(Object[] arguments) {
    var packed = new LinkedHashMap<String, @Nullable Object>();
    var parameters = method.getParameters();
    for (var i = 0; i < parameters.length; i++) {
      packed.put(parameters[i].getName(), arguments[i]);
    }
    return packed;
  }

  /// The arguments out of what travelled.
  Object[] unpack(Map<?, ?> packed) throws Typed.MisfitException {
    var parameters = method.getParameters();
    var arguments = new Object[parameters.length];
    for (var i = 0; i < parameters.length; i++) {
      var name = parameters[i].getName();
      arguments[i] = Typed.as(parameters[i].getParameterizedType(), packed.get(name), name);
    }
    return arguments;
  }

  /// The typed result out of what travelled.
  Object result(@Nullable Object json) throws Typed.MisfitException {
    return Typed.as(method.getGenericReturnType(), json, "the answer");
  }

  /// Calls the service, if the peer may.
  ///
  /// @throws AgentException what the service or the admission throws
  Object call(AgentService service, Peer peer, Object[] arguments) {
    var admitted = admission.admit(peer, name(), service, arguments);
    var answer = History.askedBy(peer.name(), () -> invoke(service, admitted));
    return peer.administrator() ? answer : ForEveryone.of(answer);
  }

  private Object invoke(AgentService service, Object[] arguments) {
    try {
      return method.invoke(service, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(name() + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name() + " cannot be called", e);
    }
  }

  private static ApiMethod of(String name, Admission admission) {
    return Arrays.stream(AgentService.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .map(method -> new ApiMethod(method, admission))
        .orElseThrow(() -> new IllegalStateException("the agent has no method " + name));
  }
}
