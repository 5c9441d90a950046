package io.reeve.core.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A server on the loopback interface that reads a request and then does what a test says.
final class ScriptedServer implements AutoCloseable {
  /// What is sent when a request has come.
  @FunctionalInterface
  interface Script {
    void answer(String head, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedServer plain(Script script) throws IOException {
    return new ScriptedServer(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), script);
  }

  static ScriptedServer tls(SSLContext context, boolean needClient, Script script)
      throws IOException {
    return tls(context, needClient, "127.0.0.1", script);
  }

  static ScriptedServer tls(SSLContext context, boolean needClient, String address, Script script)
      throws IOException {
    var socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral(address));
    socket.setNeedClientAuth(needClient);
    return new ScriptedServer(socket, script);
  }

  /// A script that sends this text and closes.
  static Script says(String text) {
    return (_, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  int port() {
    return socket.getLocalPort();
  }

  URI at(String scheme, String host) {
    return URI.create(scheme + "://" + host + ":" + port() + "/path?x=1");
  }

  /// The requests that came, each head and body.
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      var request = read(in);
      requests.add(request);
      script.answer(request, client.getOutputStream());
    } catch (IOException _) {
      // The client went away, which is what some of the tests are about.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    var length = 0;
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      text.append(line).append('\n');
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (var i = 0; i < length; i++) {
      text.append((char) in.read());
    }
    return text.toString();
  }
}
