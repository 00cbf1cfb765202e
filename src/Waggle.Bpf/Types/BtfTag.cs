namespace Waggle.Bpf.Types;

/// <summary>A tag on a declaration (<c>btf_decl_tag</c>, Linux 5.16).</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TargetId">What is tagged.</param>
/// <param name="ComponentIndex">Member or parameter, or -1 for the whole.</param>
/// <param name="IsAttribute">Whether the text is a plain <c>__attribute__</c> and no tag (Linux 6.15).</param>
public sealed record BtfDeclarationTag(string Name, int TargetId, int ComponentIndex, bool IsAttribute = false) : BtfType(Name);

/// <summary>A tag on a type (<c>btf_type_tag</c>, Linux 5.17).</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TargetId">What is tagged.</param>
/// <param name="IsAttribute">Whether the text is a plain <c>__attribute__</c> and no tag (Linux 6.15).</param>
public sealed record BtfTypeTag(string Name, int TargetId, bool IsAttribute = false) : BtfType(Name);
