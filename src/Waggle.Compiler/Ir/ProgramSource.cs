using System.Reflection;
using Waggle.CSharp;

namespace Waggle.Compiler.Ir;

/// <summary>A method that becomes a program.</summary>
internal sealed record ProgramSource(MethodInfo Method, HookAttribute Hook);
