using System.Collections.Frozen;

namespace Waggle.Verifier.Explanations;

/// <summary>What mends a program that was written in C#, where that has another construct than C.</summary>
internal static class CSharpRemedies
{
    /// <summary>By the stable name of the rule.</summary>
    internal static readonly FrozenDictionary<string, string> Rows = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["null-check"] = "Ask before the value is used: if (map.TryGet(key, out var value)), or: var found = map.Find(key); if (found.Exists).",
        ["reference-leak"] = "Let 'using' discard what is left, or submit the record on every path: using var record = ring.Reserve(); if (record.Exists) …; record.Submit().",
        ["unbounded-access"] = "Check the index or length right before the access, in the same unsigned variable: if (i < Length), or mask it: i & (Length - 1).",
        ["range"] = "Check the index or length right before the access, in the same unsigned variable: if (i < Length), or mask it: i & (Length - 1).",
        ["no-pointer"] = "Read the kernel's memory through KernelPointer<T>.Read, or with a [KernelType] struct, instead of a plain pointer.",
        ["stack-uninitialised"] = "Give the whole struct a value where it is declared: = default, or new() with all fields; padding counts.",
        ["stack-size"] = "Put large structs into a PerCpuArrayMap<T> and take a reference: ref var buffer = ref map.Find(0).Value.",
        ["stack-bounds"] = "Index inline arrays below their length; put what is larger than the stack's 512 bytes into a PerCpuArrayMap<T>.",
        ["uninitialised-register"] = "Give the variable a value on every path that leads here.",
        ["loop"] = "Bound the loop by a constant: for (var i = 0; i < 64; i++), and leave it early with break.",
        ["too-complex"] = "Bound loops by small constants, move state into maps, or split the method into several programs.",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
