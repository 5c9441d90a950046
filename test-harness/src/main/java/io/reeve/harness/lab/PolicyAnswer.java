package io.reeve.harness.lab;

/// The certificate policy of the lab (MS-XCEP): RSA of 2048 bits or more, SHA-256, keys in a TPM
/// first. Element order matters to some clients.
final class PolicyAnswer {
  private PolicyAnswer() {}

  static final String TEXT =
      """
      <GetPoliciesResponse xmlns="%s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
      <response><policyID/><policyFriendlyName xsi:nil="true"/><nextUpdateHours xsi:nil="true"/>\
      <policiesNotChanged xsi:nil="true"/><policies><policy><policyOIDReference>0</policyOIDReference>\
      <cAs xsi:nil="true"/><attributes><commonName>ReeveLab</commonName>\
      <policySchema>3</policySchema><certificateValidity>\
      <validityPeriodSeconds>31536000</validityPeriodSeconds>\
      <renewalPeriodSeconds>3628800</renewalPeriodSeconds></certificateValidity>\
      <permission><enroll>true</enroll><autoEnroll>false</autoEnroll></permission>\
      <privateKeyAttributes><minimalKeyLength>%d</minimalKeyLength><keySpec xsi:nil="true"/>\
      <keyUsageProperty xsi:nil="true"/><permissions xsi:nil="true"/>\
      <algorithmOIDReference>1</algorithmOIDReference><cryptoProviders>\
      <provider>Microsoft Platform Crypto Provider</provider>\
      <provider>Microsoft Software Key Storage Provider</provider></cryptoProviders>\
      </privateKeyAttributes><revision><majorRevision>1</majorRevision>\
      <minorRevision>0</minorRevision></revision><supersededPolicies xsi:nil="true"/>\
      <privateKeyFlags xsi:nil="true"/><subjectNameFlags xsi:nil="true"/>\
      <enrollmentFlags xsi:nil="true"/><generalFlags xsi:nil="true"/>\
      <hashAlgorithmOIDReference>0</hashAlgorithmOIDReference><rARequirements xsi:nil="true"/>\
      <keyArchivalAttributes xsi:nil="true"/><extensions xsi:nil="true"/></attributes></policy>\
      </policies></response><cAs xsi:nil="true"/><oIDs><oID>\
      <value>2.16.840.1.101.3.4.2.1</value><group>1</group><oIDReferenceID>0</oIDReferenceID>\
      <defaultName>szOID_NIST_sha256</defaultName></oID><oID><value>1.2.840.113549.1.1.1</value>\
      <group>3</group><oIDReferenceID>1</oIDReferenceID><defaultName>szOID_RSA_RSA</defaultName>\
      </oID></oIDs></GetPoliciesResponse>\
      """
          .formatted(Soap.POLICY, CertificateRequests.MINIMAL_RSA_BITS);
}
