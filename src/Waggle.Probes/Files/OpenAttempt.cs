namespace Waggle.Probes.Files;

/// <summary>What a thread gave to one of the calls that open a file.</summary>
internal struct OpenAttempt
{
    public ulong Path; // address in the thread's memory
    public ulong How; // address of a struct open_how, or 0
    public uint Flags;
    public uint Mode;
    public int Directory;
    public uint Reserved;
}
