using System.Reflection;
using Waggle.CSharp;

namespace Waggle.Compiler.Ir;

/// <summary>A struct of operations that a program class implements.</summary>
/// <param name="Class">The class.</param>
/// <param name="Declaration">What its interface says of the kernel's struct.</param>
/// <param name="Members">What it implements.</param>
internal sealed record IrOperations(Type Class, StructOpsAttribute Declaration, IReadOnlyList<IrOperation> Members);

/// <summary>A member of a struct of operations.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Method">The method that becomes a program; or what tells the value, a property's.</param>
/// <param name="IsProgram">Which of them it is.</param>
internal sealed record IrOperation(OperationAttribute Name, MethodInfo Method, bool IsProgram);
