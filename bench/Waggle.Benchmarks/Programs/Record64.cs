namespace Waggle.Benchmarks.Programs;

/// <summary>A record of 64 bytes, as events of real tools have.</summary>
public struct Record64
{
    public ulong Number;
    public ulong Time;
    public ulong Process;
    public ulong Thread;
    public ulong User;
    public ulong Cgroup;
    public ulong Address;
    public ulong Length;
}
