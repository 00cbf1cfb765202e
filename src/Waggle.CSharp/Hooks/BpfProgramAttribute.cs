namespace Waggle.CSharp;

/// <summary>Marks a static class whose methods with a hook attribute are BPF programs and whose static fields are their maps and globals.</summary>
/// <remarks>A <c>static readonly</c> field of a map type is a map; any other static field of an unmanaged type is a global
/// variable, which user code may set before the load: <c>.rodata</c> if it is <c>readonly</c>, else <c>.data</c>. What a
/// map is called is the name of its field without the prefix <c>s_</c>.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BpfProgramAttribute : Attribute;
