using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Waggle.Trace.Generation;

/// <summary>The statements that send a record to this side.</summary>
internal sealed class EventSites
{
    internal const string Ring = "__events";

    private readonly ImmutableArray<EventSite>.Builder _sites = ImmutableArray.CreateBuilder<EventSite>();

    internal ImmutableArray<EventSite> All => _sites.ToImmutable();

    /// <summary>Numbers a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="fills">Statements that fill its values.</param>
    /// <returns>The statement that sends a record.</returns>
    internal string Add(EventSite site, ImmutableArray<string> fills)
    {
        int number = _sites.Count;
        _sites.Add(site);
        return string.Create(CultureInfo.InvariantCulture,
            $"{{ using var record_ = {Ring}.Reserve(); if (record_.Exists) {{ ref Site{number} site_ = ref Unsafe.As<Event, Site{number}>(ref record_.Value); site_.Number = {number}; {string.Join(" ", fills)} record_.Submit(RingWakeup.Never); }} }}");
    }

    /// <summary>Declares the structs of the records, and the ring buffer that takes the largest of them.</summary>
    internal void Declare(StringBuilder members, StringBuilder types)
    {
        if (_sites.Count == 0) return;
        members.Append(CultureInfo.InvariantCulture, $"static readonly RingBuffer<Event> {Ring} = new();\n");
        types.Append(CultureInfo.InvariantCulture, $"[InlineArray({_sites.Max(s => s.Size) / 8})] public struct Event {{ private ulong _first; }}\n");
        for (int i = 0; i < _sites.Count; i++)
        {
            IEnumerable<string> values = _sites[i].Values.Select((v, k) => $" public {v.Type} V{k};");
            types.Append(CultureInfo.InvariantCulture, $"public struct Site{i} {{ public long Number;{string.Concat(values)} }}\n");
        }
    }
}
