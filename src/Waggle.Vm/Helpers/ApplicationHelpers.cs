using System.Collections.Frozen;
using System.Collections.Immutable;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The helpers that an application has given to its engine, by name and by number.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ApplicationHelpers
{
    private readonly FrozenDictionary<string, VmHelper> _byName;
    private readonly FrozenDictionary<int, VmHelper> _byNumber;

    /// <exception cref="ArgumentException">Two have one name or one number.</exception>
    internal ApplicationHelpers(ImmutableArray<VmHelper> helpers)
    {
        VmHelper[] all = helpers.IsDefault ? [] : [.. helpers];
        if (all.GroupBy(h => h.Name).FirstOrDefault(g => g.Count() > 1) is { } name) throw new ArgumentException($"Two helpers are called '{name.Key}'.", nameof(helpers));
        if (all.Where(h => h.Number != 0).GroupBy(h => h.Number).FirstOrDefault(g => g.Count() > 1) is { } number)
            throw new ArgumentException($"Two helpers have the number {number.Key}: {string.Join(", ", number.Select(h => h.Name))}.", nameof(helpers));
        _byName = all.ToFrozenDictionary(h => h.Name, StringComparer.Ordinal);
        _byNumber = all.Where(h => h.Number != 0).ToFrozenDictionary(h => h.Number);
        Host = new ProgramHost
        {
            Helpers = _byNumber.ToImmutableDictionary(h => h.Key, h => h.Value.Contract),
            Functions = _byName.ToImmutableDictionary(h => h.Key, h => h.Value.Contract, StringComparer.Ordinal),
        };
    }

    /// <summary>What the verifier is to know of them.</summary>
    internal ProgramHost Host { get; }

    internal HelperBinding? Find(int number) => _byNumber.GetValueOrDefault(number)?.Binding;

    internal VmHelper? Find(string name) => _byName.GetValueOrDefault(name);
}
