using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Analysis;

/// <summary>What the arguments of a call have shown so far (<c>struct bpf_call_arg_meta</c> in kernel/bpf/verifier.c).</summary>
internal struct CallFacts
{
    public int Helper;

    /// <summary>Whether packet memory may be given where memory is taken.</summary>
    public bool TakesPackets;

    /// <summary>The map that was given; null if none was yet.</summary>
    public MapSpec? Map;

    public int MapIndex, MapId;

    /// <summary>The key that was given, if it is known and the map is an array.</summary>
    public ulong? ConstantKey;

    /// <summary>Memory that is written without being read: register, size in bytes.</summary>
    public int RawRegister, RawSize;
    public bool IsRaw;

    /// <summary>The register whose reference is given back; 0 if none is.</summary>
    public int Released;

    /// <summary>The reference among the arguments.</summary>
    public int ReferenceId;

    /// <summary>Size of the memory that is returned.</summary>
    public long MemorySize;

    /// <summary>The largest size that was given.</summary>
    public long LargestSize;

    /// <summary>Number of the function that was given.</summary>
    public int Function;

    /// <summary>Id of the dynptr that was given, and its kind.</summary>
    public int DynamicId;
    public DynamicKind DynamicKind;

    /// <summary>Type of the kernel variable or object that was given.</summary>
    public int TypeId;
    public States.TypeSource Types;
    /// <summary>What a kernel pointer that is exchanged points to: an object of the program, one for each processor.</summary>
    public States.RegisterTraits Exchanged;

    /// <summary>Whether the variable that was given is an object that the program has made for each processor.</summary>
    public bool IsOwnVariable;
}
