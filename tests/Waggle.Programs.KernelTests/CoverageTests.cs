using System.Reflection;
using Samples.Programs;
using Waggle.Bpf.Catalog;
using Waggle.Compiler;
using Waggle.CSharp;

namespace Waggle.Programs.KernelTests;

/// <summary>There is a sample for everything that the language has a word for.</summary>
public class CoverageTests
{
    private static readonly Type[] s_classes =
        [.. typeof(DropPort).Assembly.GetTypes().Where(t => t.IsDefined(typeof(BpfProgramAttribute), false))];

    private static readonly Assembly s_language = typeof(BpfProgramAttribute).Assembly;

    [Fact]
    public void Samples_HookAttributes_AllUsed()
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        HashSet<Type> used = [.. s_classes.SelectMany(c => c.GetMethods(all)).SelectMany(m => m.GetCustomAttributes<HookAttribute>()).Select(h => h.GetType())];

        Assert.Empty(s_language.GetTypes().Where(t => t.IsPublic && t.IsSubclassOf(typeof(HookAttribute)) && !used.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public void Samples_MapTypes_AllUsed()
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        HashSet<Type> used =
            [.. s_classes.SelectMany(c => c.GetFields(all)).Select(f => f.FieldType).Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t)];

        Assert.Empty(s_language.GetTypes().Where(t => t.IsDefined(typeof(MapKindAttribute), false) && t.IsPublic && !used.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public void Samples_MapKindsOfTheKernel_AllUsed()
    {
        HashSet<MapType> used = [.. s_classes.SelectMany(c => BpfCompiler.Compile(c).Maps).Select(m => m.Type)];

        Assert.Equal([MapType.Unspecified], Enum.GetValues<MapType>().Except(used));
    }

    [Fact]
    public void Samples_ProgramTypesOfTheKernel_AllUsed()
    {
        HashSet<ProgramType> used = [.. s_classes.SelectMany(c => BpfCompiler.Compile(c).Programs).Select(p => p.Type)];

        Assert.Equal([ProgramType.Unspecified], Enum.GetValues<ProgramType>().Except(used));
    }
}
