using Waggle.Bpf.Types;

namespace Waggle.Compiler.KernelTests;

/// <summary>Finds a global variable the way any tool does: in the object's BTF.</summary>
internal static class Globals
{
    public static int OffsetOf(Btf types, string section, string name)
    {
        Assert.True(types.TryFind(section, out _, out BtfDataSection? found));
        return (int)found.Variables.Single(v => ((BtfVariable)types[v.VariableId]).Name == name).Offset;
    }
}
