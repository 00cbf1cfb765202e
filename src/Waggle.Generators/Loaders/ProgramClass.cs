namespace Waggle.Generators.Loaders;

/// <summary>What a loader is made from: a class with [BpfProgram], without anything of the compiler's that would keep it in memory.</summary>
/// <param name="Namespace">Its namespace; "" for none.</param>
/// <param name="Declarations">"partial class Outer", "partial class Inner": the class itself last.</param>
/// <param name="Resource">Name of the object that the build embeds.</param>
/// <param name="Programs">Its programs, in order of the source.</param>
/// <param name="Maps">Its maps.</param>
/// <param name="Globals">Its variables.</param>
internal sealed record ProgramClass(
    string Namespace, ValueList<string> Declarations, string Resource, ValueList<ProgramMember> Programs, ValueList<MapMember> Maps, ValueList<GlobalMember> Globals)
{
    /// <summary>The class, as a type of C#: "Samples.Outer.Inner".</summary>
    public string FullName => Resource.Substring(0, Resource.Length - ".bpf.o".Length);
}
