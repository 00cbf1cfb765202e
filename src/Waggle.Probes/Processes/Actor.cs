namespace Waggle.Probes.Processes;

using Waggle.CSharp;

/// <summary>Who did something: the head of every event.</summary>
public struct Actor
{
    /// <summary>Process id (tgid) in the initial pid namespace.</summary>
    public int Pid;

    /// <summary>Thread id.</summary>
    public int Thread;

    /// <summary>Process id of the parent.</summary>
    public int ParentPid;

    /// <summary>User id.</summary>
    public uint User;

    /// <summary>Name of the thread.</summary>
    public Comm Comm;

    /// <summary>Fills all fields from the current task.</summary>
    internal static void ReadCurrent(ref Actor actor)
    {
        ulong id = Bpf.CurrentProcessAndThread;
        actor.Pid = (int)(id >> 32);
        actor.Thread = (int)id;
        actor.ParentPid = Bpf.CurrentTask.Value.real_parent.Value.tgid;
        actor.User = Bpf.CurrentUser;
        Bpf.ReadCurrentComm(out actor.Comm);
    }
}
