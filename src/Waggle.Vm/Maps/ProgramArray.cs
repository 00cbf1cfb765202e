using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Programs that tail calls go to. Changed by any thread while programs run: a call sees the old target or the new one.</summary>
internal sealed unsafe class ProgramArray(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : ReferenceArray<TailCallTarget>(spec, cpus, layout)
{
    private TailCallTarget? _user;

    public static Errno CheckProgramArray(MapSpec spec) => CheckReferences(spec);

    /// <summary>Binds the array to the kind of its first user (bpf_prog_map_compatible), at the load of a program that tail calls through it.</summary>
    /// <returns>False if it is bound to another kind.</returns>
    public bool TryBind(TailCallTarget user) => user.GoesWith(Interlocked.CompareExchange(ref _user, user, null) ?? user);

    /// <inheritdoc/>
    public override Errno UpdateReference(void* key, object target, ulong flags) => target is ITailCallOwner owner
        ? owner.PutInto(this, () => base.UpdateReference(key, target, flags))
        : base.UpdateReference(key, target, flags);

    protected override TailCallTarget? Accept(object target, out Errno error)
    {
        TailCallTarget? found = target as TailCallTarget ?? (target as ITailCallOwner)?.TailCallTarget;
        error = found is null ? Errno.BadDescriptor : TryBind(found) ? Errno.None : Errno.Invalid;
        return error == Errno.None ? found : null;
    }

    protected override uint? NumberOf(TailCallTarget item) => item.Id;
}
