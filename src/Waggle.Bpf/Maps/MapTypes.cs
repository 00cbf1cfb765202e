using Waggle.Bpf.Types;

namespace Waggle.Bpf.Maps;

/// <summary>What BTF says of a map's keys and values.</summary>
/// <param name="Types">The types.</param>
/// <param name="KeyTypeId">Type of a key; 0 if it is not known.</param>
/// <param name="ValueTypeId">Type of a value; 0 if it is not known.</param>
public sealed record MapTypes(Btf Types, int KeyTypeId, int ValueTypeId);
