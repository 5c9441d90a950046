package io.reeve.core.firewall;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Spans of ports or addresses, in order, none touching another: however a list was written, what
/// means the same is the same.
///
/// @param kind what the numbers are
/// @param spans from and to, both within
public record Spans(Kind kind, List<Span> spans) {
  private static final Pattern QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /// What the numbers are, and how many bits they have.
  public enum Kind {
    PORT(16),
    IPV4(32),
    IPV6(128);

    private final int bits;

    Kind(int bits) {
      this.bits = bits;
    }
  }

  /// From and to, both within.
  public record Span(BigInteger from, BigInteger to) {}

  public Spans {
    spans = merged(spans);
  }

  private static List<Span> merged(List<Span> spans) {
    var merged = new ArrayList<Span>();
    for (var span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
      var last = merged.isEmpty() ? span : merged.getLast();
      if (merged.isEmpty() || span.from().compareTo(last.to().add(BigInteger.ONE)) > 0) {
        merged.add(span);
      } else {
        merged.set(merged.size() - 1, new Span(last.from(), last.to().max(span.to())));
      }
    }
    return List.copyOf(merged);
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /// @throws IllegalArgumentException when it is not ports and ranges of ports, commas between
  public static Spans ports(String list) {
    var spans = new ArrayList<Span>();
    for (var word : list.split(",", -1)) {
      spans.add(span(word.strip(), Spans::port));
    }
    return new Spans(Kind.PORT, spans);
  }

  private static BigInteger port(String text) {
    var port = text.matches("\\d{1,5}") ? new BigInteger(text) : BigInteger.ONE.negate();
    if (port.signum() < 0 || port.bitLength() > Kind.PORT.bits) {
      throw new IllegalArgumentException("'" + text + "' is no port");
    }
    return port;
  }

  /// The addresses of that kind in a list of addresses, ranges (`a-b`) and networks (`a/24`,
  /// `a/255.255.255.0`), commas between.
  ///
  /// @throws IllegalArgumentException when it is no such list
  public static Spans addresses(String list, Kind kind) {
    var spans = new ArrayList<Span>();
    for (var word : list.split(",", -1)) {
      var text = word.strip();
      var span = text.contains("/") ? network(text) : span(text, one -> number(literal(one)));
      if (kind(text) == kind) {
        spans.add(span);
      }
    }
    return new Spans(kind, spans);
  }

  private static Kind kind(String text) {
    return text.contains(":") ? Kind.IPV6 : Kind.IPV4;
  }

  private static Span span(String text, Function<String, BigInteger> number) {
    int dash = text.indexOf('-');
    var from = number.apply(dash < 0 ? text : text.substring(0, dash));
    var to = dash < 0 ? from : number.apply(text.substring(dash + 1));
    if (from.compareTo(to) > 0 || (dash >= 0 && text.indexOf('-', dash + 1) >= 0)) {
      throw new IllegalArgumentException("'" + text + "' is no range");
    }
    return new Span(from, to);
  }

  private static Span network(String text) {
    int slash = text.indexOf('/');
    var kind = kind(text);
    int length = length(text.substring(slash + 1), kind);
    int free = kind.bits - length;
    var from = number(literal(text.substring(0, slash))).shiftRight(free).shiftLeft(free);
    return new Span(from, from.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
  }

  /// The length of a network's prefix, which may be written as a mask.
  private static int length(String text, Kind kind) {
    if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= kind.bits) {
      return Integer.parseInt(text);
    }
    if (kind == Kind.IPV4 && QUAD.matcher(text).matches()) {
      var mask = number(literal(text));
      int length = 32 - (mask.signum() == 0 ? 32 : mask.getLowestSetBit());
      if (mask.bitCount() == length) {
        return length;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no network mask");
  }

  private static InetAddress literal(String text) {
    boolean four = QUAD.matcher(text).matches();
    boolean six = text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    if (!four && !six) {
      throw new IllegalArgumentException("'" + text + "' is no address");
    }
    var address = InetAddress.ofLiteral(text);
    if (address instanceof Inet4Address != four) {
      throw new IllegalArgumentException("'" + text + "' mixes IPv4 and IPv6");
    }
    return address;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /// Every span as text, `from` and `to` with that between; one number alone stands alone.
  public List<String> words(String between) {
    return spans.stream().map(span -> words(span, between)).toList();
  }

  private String words(Span span, String between) {
    return span.from().equals(span.to())
        ? text(span.from())
        : text(span.from()) + between + text(span.to());
  }

  private String text(BigInteger number) {
    if (kind == Kind.PORT) {
      return number.toString();
    }
    var bytes = number.toByteArray();
    var full = new byte[kind.bits / 8];
    int length = Math.min(bytes.length, full.length);
    System.arraycopy(bytes, bytes.length - length, full, full.length - length, length);
    return kind == Kind.IPV4 ? quad(full) : compressed(full);
  }

  private static String quad(byte[] bytes) {
    return String.join(
        ".", java.util.stream.IntStream.range(0, 4).mapToObj(i -> "" + (bytes[i] & 255)).toList());
  }

  /// As RFC 5952 wants it: the longest run of zero groups left out, lower case.
  private static String compressed(byte[] bytes) {
    var groups = new String[8];
    Arrays.setAll(
        groups, i -> Integer.toHexString(((bytes[2 * i] & 255) << 8) | (bytes[2 * i + 1] & 255)));
    int best = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        best = i;
        length = end - i;
      }
    }
    var all = List.of(groups);
    return length < 2
        ? String.join(":", all)
        : (String.join(":", all.subList(0, best))
                + "::"
                + String.join(":", all.subList(best + length, 8)))
            .toLowerCase(Locale.ROOT);
  }

  /// The spans as networks, as few as they take; a single address stands alone.
  public List<String> networks() {
    var networks = new ArrayList<String>();
    for (var span : spans) {
      var from = span.from();
      while (from.compareTo(span.to()) <= 0) {
        int free = from.signum() == 0 ? kind.bits : Math.min(kind.bits, from.getLowestSetBit());
        while (from.add(BigInteger.ONE.shiftLeft(free))
                .subtract(BigInteger.ONE)
                .compareTo(span.to())
            > 0) {
          free--;
        }
        networks.add(text(from) + (free == 0 ? "" : "/" + (kind.bits - free)));
        from = from.add(BigInteger.ONE.shiftLeft(free));
      }
    }
    return networks;
  }

  /// Whether every number of the other is in here.
  public boolean contains(Spans other) {
    return other.spans.stream()
        .allMatch(inner ->
            spans.stream()
                .anyMatch(outer ->
                    outer.from().compareTo(inner.from()) <= 0
                        && outer.to().compareTo(inner.to()) >= 0));
  }

  /// Whether any number is in both.
  public boolean meets(Spans other) {
    return other.spans.stream()
        .anyMatch(inner ->
            spans.stream()
                .anyMatch(outer ->
                    outer.from().compareTo(inner.to()) <= 0
                        && outer.to().compareTo(inner.from()) >= 0));
  }
}
