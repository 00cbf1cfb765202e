using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Analysis;

/// <summary>Whether a program may be where it is to be attached, and sleep there (<c>check_attach_btf_id</c> in kernel/bpf/verifier.c).</summary>
internal static class AttachCheck
{
    /// <summary>Checks the place.</summary>
    /// <param name="program">The program.</param>
    /// <param name="types">The kernel's types; without them it is believed that errors can be injected anywhere.</param>
    /// <param name="kernel">Whose rules they are.</param>
    /// <exception cref="RejectionException">It may not.</exception>
    internal static void Check(ProgramSpec program, Btf? types, KernelVersion kernel)
    {
        var place = (AttachType)program.ExpectedAttachType;
        if (program.IsSleepable && !FunctionHooks.MaySleep(program.Type, place, kernel))
            throw Refuse(Rule.MaySleep, "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable");
        string name = program.AttachTarget.Split('+')[0];
        if (name.Length == 0) return;
        if (program.Type == ProgramType.Lsm) CheckHook(LsmHooks.Prefix + name, program, place, kernel);
        else if (program.Type == ProgramType.Tracing && place is AttachType.TraceFentry or AttachType.TraceFexit or AttachType.ModifyReturn)
            CheckFunction(name, program, place, types, kernel);
    }

    private static void CheckHook(string hook, ProgramSpec program, AttachType place, KernelVersion kernel)
    {
        if (!LsmHooks.CanAttach(hook, kernel)) throw Refuse(Rule.AttachTarget, $"attach_btf_id points to disabled hook {hook}");
        if (program.IsSleepable && place == AttachType.LsmMac && !LsmHooks.MaySleep(hook, kernel)) throw Refuse(Rule.MaySleep, $"{hook} is not sleepable");
    }

    private static void CheckFunction(string name, ProgramSpec program, AttachType place, Btf? types, KernelVersion kernel)
    {
        bool mayFail = KernelParts.InjectsErrors(types);
        if (program.IsSleepable)
        {
            bool maySleep = FunctionHooks.MaySleep(name, kernel) || (mayFail && !FunctionHooks.NotSleepable.Contains(name));
            if (!maySleep) throw Refuse(Rule.MaySleep, $"{name} is not sleepable");
        }
        else if (place == AttachType.ModifyReturn && !mayFail && !FunctionHooks.IsModifiable(name, kernel))
            throw Refuse(Rule.AttachTarget, $"{name}() is not modifiable");
    }

    private static RejectionException Refuse(Rule rule, string message) => new(rule, 0, message);
}
