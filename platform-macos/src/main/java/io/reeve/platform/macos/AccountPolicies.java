package io.reeve.platform.macos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// The account policies of this Mac's own directory node.
interface AccountPolicies {
  /// All policies: for each category a list of dictionaries, others' among them.
  JsonNode all() throws IOException;

  /// Adds a policy to those that are there.
  void add(Category category, ObjectNode policy) throws IOException;

  /// Removes the policy that is like this one, and no other.
  void remove(Category category, ObjectNode policy) throws IOException;

  /// When a policy is asked.
  enum Category {
    /// Whether somebody may log in.
    AUTHENTICATION("policyCategoryAuthentication", "kODPolicyCategoryAuthentication"),
    /// Whether a password has to be changed.
    CHANGE("policyCategoryPasswordChange", "kODPolicyCategoryPasswordChange"),
    /// Whether a new password will do.
    CONTENT("policyCategoryPasswordContent", "kODPolicyCategoryPasswordContent");

    private final String key;
    private final String symbol;

    Category(String key, String symbol) {
      this.key = key;
      this.symbol = symbol;
    }

    /// Its key in the dictionary of all policies.
    String key() {
      return key;
    }

    /// The constant that the framework exports for it.
    String symbol() {
      return symbol;
    }
  }
}
