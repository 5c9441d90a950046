package io.reeve.platform.windows;

import io.reeve.core.spi.NotApplicableException;
import io.reeve.core.spi.OsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Windows Management Instrumentation over COM.
final class NativeWmi implements Wmi {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MILLIS_EACH = 20_000;
  private static final int FORWARD_ONLY_AND_AT_ONCE = 0x30;
  private static final int MOST = 5000;
  private static final int NO_SUCH_PROPERTY = 0x80041002;
  private static final int TIMED_OUT = 0x40004;

  /// No such namespace, no such class, no provider for it.
  private static final Set<Integer> ABSENT = Set.of(0x8004100E, 0x80041010, 0x80041013);

  /// Access denied, as management instrumentation says it and as Windows does.
  private static final Set<Integer> REFUSED = Set.of(0x80041003, 0x80070005);

  private final Com com;

  NativeWmi(Win32 windows) {
    this.com = new Com(windows, "wmi");
  }

  @Override
  public List<Map<String, String>> instances(String namespace, String type, List<String> properties)
      throws IOException {
    return run(namespace, type, session -> read(session, namespace, type, properties));
  }

  @Override
  public void call(
      String namespace,
      String type,
      Map<String, String> which,
      String method,
      Map<String, String> arguments)
      throws IOException {
    run(
        namespace,
        type,
        session -> {
          new WmiChange(session, connect(session, namespace), type).call(which, method, arguments);
          return true;
        });
  }

  @Override
  public void put(
      String namespace, String type, Map<String, String> which, Map<String, Given> values)
      throws IOException {
    run(
        namespace,
        type,
        session -> {
          new WmiChange(session, connect(session, namespace), type).put(which, values);
          return true;
        });
  }

  @Override
  public void remove(String namespace, String type, Map<String, String> which) throws IOException {
    run(
        namespace,
        type,
        session -> {
          new WmiChange(session, connect(session, namespace), type).remove(which);
          return true;
        });
  }

  private <T> T run(String namespace, String type, Com.Work<T> work) throws IOException {
    try {
      return com.run(PATIENCE, work);
    } catch (OsException e) {
      throw said(namespace, type, e);
    }
  }

  /// What a failure means: that there is nothing of that kind here, or nothing for whom we are.
  static IOException said(String namespace, String type, OsException e) {
    if (ABSENT.contains((int) e.code())) {
      return new NotApplicableException("this Windows has no " + type);
    }
    if (namespace.equals(BRIDGE) && REFUSED.contains((int) e.code())) {
      return new NotApplicableException(
          "Windows shows " + type + " to the system only: run the agent as the service");
    }
    return e;
  }

  private static IWbemServices connect(ComSession session, String namespace) throws IOException {
    var services = new long[1];
    session
        .create(IWbemLocator.CLASS, IWbemLocator.class)
        .ConnectServer(namespace, 0, 0, 0, 0, 0, 0, services);
    var space = session.at(services[0], IWbemServices.class);
    session.authenticate(services[0]);
    return space;
  }

  private static List<Map<String, String>> read(
      ComSession session, String namespace, String type, List<String> properties)
      throws IOException {
    var found = new long[1];
    connect(session, namespace)
        .ExecQuery("WQL", "SELECT * FROM " + type, FORWARD_ONLY_AND_AT_ONCE, 0, found);
    var each = session.at(found[0], IEnumWbemClassObject.class);
    var rows = new ArrayList<Map<String, String>>();
    var object = new long[1];
    while (isThere(each.Next(MILLIS_EACH, 1, object, new int[1]), type)) {
      if (rows.size() == MOST) {
        throw new IOException("Windows tells of more than " + MOST + " of " + type);
      }
      rows.add(row(session, session.at(object[0], IWbemClassObject.class), properties));
    }
    return rows;
  }

  private static boolean isThere(int said, String type) throws IOException {
    if (said == TIMED_OUT) {
      throw new IOException("Windows takes too long to tell of " + type);
    }
    return said == 0;
  }

  private static Map<String, String> row(
      ComSession session, IWbemClassObject object, List<String> properties) throws IOException {
    var row = new LinkedHashMap<String, String>();
    for (var property : properties) {
      try (var value = session.variant()) {
        object.Get(Wide.of(property), 0, value, 0, 0);
        value.text().ifPresent(text -> row.put(property, text));
      } catch (OsException e) {
        needsToBeThere(e);
      }
    }
    return row;
  }

  /// An older Windows lacks some properties: that is as good as no value.
  private static void needsToBeThere(OsException e) throws OsException {
    if ((int) e.code() != NO_SUCH_PROPERTY) {
      throw e;
    }
  }
}
