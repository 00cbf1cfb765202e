using System.Collections.Immutable;
using Waggle.Agent.Signals;
using Waggle.Bpf.Objects;
using Waggle.Linux;

namespace Waggle.Agent.Sensors;

/// <summary>The user-space half of some programs: knows what to load, and reads what they leave.</summary>
/// <remarks>Not thread-safe: one thread reads.</remarks>
public interface ISensor
{
    /// <summary>What it senses, for people: "block I/O".</summary>
    string Topic { get; }

    /// <summary>Classes of the programs.</summary>
    ImmutableArray<Type> Programs { get; }

    /// <summary>Sections of programs that can be left out where the kernel lacks their hook, such as a system call of other machines.</summary>
    ImmutableArray<string> OptionalSections { get; }

    /// <summary>Sets sizes and the like before the load.</summary>
    void Configure(BpfObject programs);

    /// <summary>Opens the maps, before anything is attached.</summary>
    void Open(LoadedObject loaded, KernelClock clock);

    /// <summary>What became of the events so far; exact once everything is detached and read.</summary>
    EventCounts Counts { get; }
}
