namespace Waggle.Fuzz.Verifier;

/// <summary>How a function of a generated program is called.</summary>
internal enum CallbackKind : byte
{
    /// <summary>By the program.</summary>
    None,

    /// <summary>By <c>bpf_loop</c>: with a number and the program's memory.</summary>
    Loop,

    /// <summary>By <c>bpf_for_each_map_elem</c>: with the map, a key, a value and the program's memory.</summary>
    Element,
}
