package io.reeve.policy;

/// How much a failed compliance rule matters, from least to most.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
