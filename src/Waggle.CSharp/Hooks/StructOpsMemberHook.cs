namespace Waggle.CSharp;

/// <summary>The hook of a program that is a member of a struct of operations; nobody writes it, implementing the interface does.</summary>
internal sealed class StructOpsMemberHook(string member, bool maySleep)
    : HookAttribute(maySleep ? $"struct_ops.s/{member}" : $"struct_ops/{member}", HookParameters.Slots);
